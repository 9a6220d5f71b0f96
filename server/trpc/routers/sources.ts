import { getEnv } from '#server/env.ts'
import { planSettings } from '#server/planning/settings.ts'
import { getRenderer } from '#server/rendering/renderer.ts'
import { createSource, type SourceDeps } from '#server/sources/create.ts'
import { deleteSource } from '#server/sources/delete.ts'
import { endSecret } from '#server/sources/end-secret.ts'
import { getSource } from '#server/sources/get.ts'
import { listSources } from '#server/sources/list.ts'
import { appSecret, getLiveSources } from '#server/sources/live.ts'
import { openPaths } from '#server/sources/open-paths.ts'
import { revealSecrets } from '#server/sources/reveal-secrets.ts'
import { rotateSecret } from '#server/sources/rotate-secret.ts'
import type {
  CreateSourceInput,
  EndSecretInput,
  RotateSecretInput,
  SourceKeyInput,
  TryMappingInput,
  UpdateSourceInput,
} from '#server/sources/schemas.ts'
import { tryMapping } from '#server/sources/try-mapping.ts'
import { updateSource } from '#server/sources/update.ts'
import { logger } from '#server/telemetry/logger.ts'
import { procedure, router, takes } from '../init.ts'

const deps = (): SourceDeps => ({ appSecret: appSecret(), live: getLiveSources() })

export const sourcesRouter = router({
  list: procedure.query(({ ctx }) => listSources(ctx)),
  openPaths: procedure.query(({ ctx }) => openPaths(ctx, getEnv().access)),
  get: procedure.input(takes<SourceKeyInput>()).query(({ ctx, input }) => getSource(ctx, input)),
  /** A mutation for its size alone: nothing is stored. */
  tryMapping: procedure.input(takes<TryMappingInput>()).mutation(({ ctx, input }) =>
    tryMapping(
      ctx,
      {
        settings: planSettings(getEnv()),
        log: logger(),
        render: async (mail) => (await getRenderer())(mail),
      },
      input,
    ),
  ),
  create: procedure
    .input(takes<CreateSourceInput>())
    .mutation(({ ctx, input }) => createSource(ctx, deps(), input)),
  update: procedure
    .input(takes<UpdateSourceInput>())
    .mutation(({ ctx, input }) => updateSource(ctx, deps(), input)),
  delete: procedure
    .input(takes<SourceKeyInput>())
    .mutation(({ ctx, input }) => deleteSource(ctx, deps(), input)),
  rotateSecret: procedure
    .input(takes<RotateSecretInput>())
    .mutation(({ ctx, input }) => rotateSecret(ctx, deps(), input)),
  endSecret: procedure
    .input(takes<EndSecretInput>())
    .mutation(({ ctx, input }) => endSecret(ctx, deps(), input)),
  /** A mutation: that somebody looked is written down. */
  revealSecrets: procedure
    .input(takes<SourceKeyInput>())
    .mutation(({ ctx, input }) => revealSecrets(ctx, deps(), input)),
})
