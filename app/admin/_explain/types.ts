import type { Explanation } from '#server/explain/schemas.ts'

export type { ExplainedDelivery, ExplainInput, Explanation } from '#server/explain/schemas.ts'
export type Step = Explanation['steps'][number]
