import { getImport, listImports } from '#server/users/import/find-import.ts'
import { previewImport } from '#server/users/import/preview.ts'
import type { ImportIdInput, ImportSettingsInput } from '#server/users/import/schemas.ts'
import { cancelImport, startImport } from '#server/users/import/start.ts'
import { procedure, router, takes } from '../init.ts'

export const userImportsRouter = router({
  list: procedure.query(({ ctx }) => listImports(ctx)),
  get: procedure.input(takes<ImportIdInput>()).query(({ ctx, input }) => getImport(ctx, input)),
  preview: procedure.input(takes<ImportSettingsInput>()).query(({ ctx, input }) => previewImport(ctx, input)),
  start: procedure.input(takes<ImportSettingsInput>()).mutation(({ ctx, input }) => startImport(ctx, input)),
  cancel: procedure.input(takes<ImportIdInput>()).mutation(({ ctx, input }) => cancelImport(ctx, input)),
})
