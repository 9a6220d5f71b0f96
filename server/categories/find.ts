import { asc } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { categories } from '#server/db/schema/categories.ts'
import type { PlanCategory } from '#server/planning/types.ts'

export type Category = typeof categories.$inferSelect

/** Every category, in the order of lists. They are few: read whole for each chunk of work. */
export const allCategories = (orm: Orm): Promise<Category[]> =>
  orm.select().from(categories).orderBy(asc(categories.position), asc(categories.key))

/** As planning takes it: a key that stands nowhere is on by default, and carries an unsubscribe link. */
export function categoryFinder(all: readonly Category[]): (key: string) => PlanCategory {
  const known = new Map(all.map((category) => [category.key, toPlanCategory(category)]))
  return (key) => known.get(key) ?? unknownCategory(key)
}

const toPlanCategory = (category: Category): PlanCategory => ({
  key: category.key,
  name: category.name,
  required: category.required,
  defaults: { email: category.emailDefault, push: category.pushDefault },
  unsubscribable: category.unsubscribable,
  critical: category.critical,
})

const unknownCategory = (key: string): PlanCategory => ({
  ...{ key, name: key, required: false, critical: false, unsubscribable: true },
  defaults: { email: true, push: true },
})
