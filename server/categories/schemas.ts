import { z } from 'zod'

/** As workflows, templates and preferences name it. */
export const categoryKey = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'must have 1 to 64 letters, digits, “_”, “.” and “-”')

const NAME_MAX = 80
const DESCRIPTION_MAX = 200

const fields = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(NAME_MAX, `must have at most ${NAME_MAX} characters`)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters'),
  /** One sentence for recipients; empty: none. */
  description: z
    .string()
    .trim()
    .max(DESCRIPTION_MAX, `must have at most ${DESCRIPTION_MAX} characters`)
    .regex(/^\P{Cc}*$/u, 'must be one line')
    .nullable()
    .transform((text) => text || null),
  required: z.boolean(),
  emailDefault: z.boolean(),
  pushDefault: z.boolean(),
  unsubscribable: z.boolean(),
  critical: z.boolean(),
})

export const createCategoryInput = fields.extend({ key: categoryKey })
export type CreateCategoryInput = z.input<typeof createCategoryInput>

/** What is not sent stays, so that two who change different things do not undo each other. */
export const saveCategoryInput = fields.partial().extend({ key: categoryKey })
export type SaveCategoryInput = z.input<typeof saveCategoryInput>

export const categoryPath = z.object({ key: categoryKey })

/** Every key, in the order that is wanted. */
export const orderCategoriesInput = z.object({ keys: z.array(categoryKey).max(1_000) })
export type OrderCategoriesInput = z.input<typeof orderCategoriesInput>

export const SECURITY = 'security'

interface Rules {
  key: string
  required: boolean
  unsubscribable: boolean
  critical: boolean
}

/** What of a category contradicts itself, and in which field; none: nothing. Also for a form, before it is sent. */
export function categoryIssues({ key, required, unsubscribable, critical }: Rules) {
  const issues: { path: keyof Rules; message: string }[] = []
  if (key === SECURITY && !required)
    issues.push({ path: 'required', message: 'must stay on: nobody can switch “security” off' })
  if (key === SECURITY && !critical)
    issues.push({ path: 'critical', message: 'must stay on: “security” never waits for quiet hours to end' })
  if (required && unsubscribable)
    issues.push({
      path: 'unsubscribable',
      message: 'must be off: what nobody can switch off has no link to unsubscribe',
    })
  return issues
}
