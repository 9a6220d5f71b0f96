import { createApiKey } from '#server/api-keys/create.ts'
import { listApiKeys } from '#server/api-keys/list.ts'
import { revokeApiKey } from '#server/api-keys/revoke.ts'
import type { CreateApiKeyInput } from '#server/api-keys/schemas.ts'
import { procedure, router, takes } from '../init.ts'

export const apiKeysRouter = router({
  list: procedure.query(({ ctx }) => listApiKeys(ctx)),
  create: procedure.input(takes<CreateApiKeyInput>()).mutation(({ ctx, input }) => createApiKey(ctx, input)),
  revoke: procedure.input(takes<{ id: string }>()).mutation(({ ctx, input }) => revokeApiKey(ctx, input)),
})
