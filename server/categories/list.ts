import { asc, count, isNull } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { templates } from '#server/db/schema/templates.ts'
import { workflows } from '#server/db/schema/workflows.ts'
import { allCategories, type Category } from './find.ts'

export interface CategoryRow extends Category {
  /** That name it, without archived ones. */
  workflows: { key: string; name: string }[]
  templates: number
}

export interface CategoryList {
  categories: CategoryRow[]
  /** Keys that workflows or templates name and that are no categories here: on by default, with an unsubscribe link. */
  unknown: string[]
}

/** Every category in the order of lists, with what names it. Throws `forbidden`. */
export async function listCategories({ db, actor }: Context): Promise<CategoryList> {
  authorise(actor, 'read')
  const { orm } = db
  const [all, flows, counts] = await Promise.all([
    allCategories(orm),
    orm
      .select({ category: workflows.category, key: workflows.key, name: workflows.name })
      .from(workflows)
      .where(isNull(workflows.archivedAt))
      .orderBy(asc(workflows.key)),
    orm
      .select({ category: templates.category, count: count() })
      .from(templates)
      .where(isNull(templates.archivedAt))
      .groupBy(templates.category)
      .orderBy(asc(templates.category)),
  ])
  const byCategory = new Map(counts.map((row) => [row.category, row.count]))
  const known = new Set(all.map(({ key }) => key))
  const named = new Set([...flows.map(({ category }) => category), ...byCategory.keys()])
  return {
    categories: all.map((category) => ({
      ...category,
      workflows: flows
        .filter((flow) => flow.category === category.key)
        .map(({ key, name }) => ({ key, name })),
      templates: byCategory.get(category.key) ?? 0,
    })),
    unknown: [...named].filter((key) => !known.has(key)).sort(),
  }
}
