import { DomainError } from '#server/errors.ts'
import type { Category } from './find.ts'
import { categoryIssues } from './schemas.ts'

type Fields = Omit<Category, 'createdAt' | 'updatedAt' | 'position' | 'builtIn'>

/**
 * A category as it is kept: what is required is on by default. Throws `unprocessable` where it contradicts itself
 * (required with a link to unsubscribe), or takes from “security” what makes it that.
 */
export function heldTogether<F extends Fields>(category: F): F {
  const issues = categoryIssues(category)
  if (issues.length > 0) {
    throw new DomainError('unprocessable', 'A category can not be like that.', issues)
  }
  return category.required ? { ...category, emailDefault: true, pushDefault: true } : category
}
