import type { z } from 'zod'
import { createApiKey, type createApiKeyInput } from '#server/api-keys/create.ts'
import { procedure, router, takes } from '../init.ts'

export const apiKeysRouter = router({
  create: procedure
    .input(takes<z.input<typeof createApiKeyInput>>())
    .mutation(({ ctx, input }) => createApiKey(ctx, input)),
})
