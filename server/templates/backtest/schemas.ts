import { z } from 'zod'
import { language } from '#server/users/locality.ts'

export const outcomes = ['same', 'changed', 'failed'] as const

export const backtestId = z.object({ id: z.uuid() })
export type BacktestIdInput = z.input<typeof backtestId>

export const backtestResultsInput = backtestId.extend({
  /** Left out: all. */
  outcome: z.enum(outcomes).optional(),
  /** `nextCursor` of the page before. */
  cursor: z
    .string()
    .regex(/^[0-9a-f-]{36} \S{1,35}$/, 'is no cursor')
    .nullish(),
})
export type BacktestResultsInput = z.input<typeof backtestResultsInput>

export const backtestCompareInput = backtestId.extend({ notificationId: z.uuid(), locale: language })
export type BacktestCompareInput = z.input<typeof backtestCompareInput>
