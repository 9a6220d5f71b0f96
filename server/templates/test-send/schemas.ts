import { z } from 'zod'
import { language } from '#server/users/locality.ts'
import { templateKey } from '../schemas.ts'

/** Members of one test at most. */
export const TEST_RECIPIENTS_MAX = 10

export const sendTestInput = z.object({
  key: templateKey,
  /** Of the draft that was looked at. */
  lockVersion: z.int(),
  locale: language,
  data: z.record(z.string(), z.unknown(), 'must be an object'),
  /** Members' ids. */
  to: z
    .array(z.string().max(100))
    .min(1, 'must name somebody')
    .max(TEST_RECIPIENTS_MAX, `must name at most ${TEST_RECIPIENTS_MAX}`),
})
export type SendTestInput = z.input<typeof sendTestInput>
