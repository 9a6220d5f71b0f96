import { z } from 'zod'
import { oneLine } from '#server/one-line.ts'

// Usable by the client: no import of the tables' modules, whose code would come along.
export const keyScope = z.enum(['ingest', 'read', 'users', 'templates', 'admin'])

const limitWords = 'must be a whole number from 1 to 1,000,000'

export const createApiKeyInput = z.object({
  name: oneLine(80),
  scopes: z.array(keyScope).min(1, 'choose at least one'),
  /** Requests per minute; null or left out: no limit. */
  rateLimit: z.int(limitWords).min(1, limitWords).max(1_000_000, limitWords).nullish(),
})
export type CreateApiKeyInput = z.input<typeof createApiKeyInput>

export const apiKeyId = z.object({ id: z.uuid() })
