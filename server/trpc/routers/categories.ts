import { categoryChoices } from '#server/categories/choices.ts'
import { createCategory } from '#server/categories/create.ts'
import { listCategories } from '#server/categories/list.ts'
import { orderCategories } from '#server/categories/order.ts'
import { removeCategory } from '#server/categories/remove.ts'
import { saveCategory } from '#server/categories/save.ts'
import type {
  CreateCategoryInput,
  OrderCategoriesInput,
  SaveCategoryInput,
} from '#server/categories/schemas.ts'
import { procedure, router, takes } from '../init.ts'

export const categoriesRouter = router({
  list: procedure.query(({ ctx }) => listCategories(ctx)),
  choices: procedure.query(({ ctx }) => categoryChoices(ctx)),
  create: procedure
    .input(takes<CreateCategoryInput>())
    .mutation(({ ctx, input }) => createCategory(ctx, input)),
  save: procedure.input(takes<SaveCategoryInput>()).mutation(({ ctx, input }) => saveCategory(ctx, input)),
  remove: procedure.input(takes<{ key: string }>()).mutation(({ ctx, input }) => removeCategory(ctx, input)),
  order: procedure
    .input(takes<OrderCategoriesInput>())
    .mutation(({ ctx, input }) => orderCategories(ctx, input)),
})
