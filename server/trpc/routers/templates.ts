import { getEnv } from '#server/env.ts'
import type { App } from '#server/rendering/render-email.ts'
import { archiveTemplate } from '#server/templates/archive.ts'
import { createTemplate } from '#server/templates/create.ts'
import { discardDraft } from '#server/templates/drafts/discard.ts'
import { publishDraft } from '#server/templates/drafts/publish.ts'
import { saveDraft } from '#server/templates/drafts/save.ts'
import type {
  CreateTemplateInput,
  DiscardDraftInput,
  DuplicateTemplateInput,
  PublishDraftInput,
  SaveDraftInput,
  TemplateKeyInput,
} from '#server/templates/drafts/schemas.ts'
import { duplicateTemplate } from '#server/templates/duplicate.ts'
import { deleteFixture } from '#server/templates/fixtures/delete.ts'
import { inferFromPayload } from '#server/templates/fixtures/infer-variables.ts'
import { realPayload, realPayloads } from '#server/templates/fixtures/payloads.ts'
import { saveFixture } from '#server/templates/fixtures/save.ts'
import type {
  DeleteFixtureInput,
  InferVariablesInput,
  PayloadInput,
  SaveFixtureInput,
} from '#server/templates/fixtures/schemas.ts'
import { forkLosses, forkTemplate } from '#server/templates/git/fork/fork.ts'
import { resetToCode } from '#server/templates/git/reset-to-code.ts'
import type { GitDraftInput } from '#server/templates/git/schemas.ts'
import { templateCategories, templatesOverview } from '#server/templates/overview.ts'
import type { OverviewInput } from '#server/templates/overview-schema.ts'
import { previewTemplate } from '#server/templates/preview/preview.ts'
import { renderVersion } from '#server/templates/preview/render-version.ts'
import type { PreviewInput, RenderVersionInput } from '#server/templates/preview/schemas.ts'
import { restoreTemplate } from '#server/templates/restore.ts'
import { getStudio } from '#server/templates/studio.ts'
import { getVersion } from '#server/templates/versions/get.ts'
import { rollBackVersion } from '#server/templates/versions/roll-back.ts'
import type { RollBackInput, VersionInput } from '#server/templates/versions/schemas.ts'
import { procedure, router, takes } from '../init.ts'

/** What mails name, as the renderer has it. */
const deps = (): { app: App } => ({ app: { name: 'Posthorn', url: getEnv().appUrl } })

export const templatesRouter = router({
  list: procedure.input(takes<OverviewInput>()).query(({ ctx, input }) => templatesOverview(ctx, input)),
  categories: procedure.query(({ ctx }) => templateCategories(ctx)),
  create: procedure
    .input(takes<CreateTemplateInput>())
    .mutation(({ ctx, input }) => createTemplate(ctx, input)),
  duplicate: procedure
    .input(takes<DuplicateTemplateInput>())
    .mutation(({ ctx, input }) => duplicateTemplate(ctx, input)),
  archive: procedure
    .input(takes<TemplateKeyInput>())
    .mutation(({ ctx, input }) => archiveTemplate(ctx, { template_key: input.key })),
  restore: procedure
    .input(takes<TemplateKeyInput>())
    .mutation(({ ctx, input }) => restoreTemplate(ctx, input)),
  studio: procedure.input(takes<TemplateKeyInput>()).query(({ ctx, input }) => getStudio(ctx, input)),
  saveDraft: procedure.input(takes<SaveDraftInput>()).mutation(({ ctx, input }) => saveDraft(ctx, input)),
  discardDraft: procedure
    .input(takes<DiscardDraftInput>())
    .mutation(({ ctx, input }) => discardDraft(ctx, input)),
  publish: procedure
    .input(takes<PublishDraftInput>())
    .mutation(({ ctx, input }) => publishDraft(ctx, deps(), input)),
  /** A mutation for its size alone, as `renderVersion` and `inferVariables`: nothing is stored. */
  preview: procedure
    .input(takes<PreviewInput>())
    .mutation(({ ctx, input }) => previewTemplate(ctx, deps(), input)),
  version: procedure.input(takes<VersionInput>()).query(({ ctx, input }) => getVersion(ctx, input)),
  renderVersion: procedure
    .input(takes<RenderVersionInput>())
    .mutation(({ ctx, input }) => renderVersion(ctx, deps(), input)),
  rollBack: procedure.input(takes<RollBackInput>()).mutation(({ ctx, input }) => rollBackVersion(ctx, input)),
  forkLosses: procedure.input(takes<TemplateKeyInput>()).query(({ ctx, input }) => forkLosses(ctx, input)),
  fork: procedure.input(takes<GitDraftInput>()).mutation(({ ctx, input }) => forkTemplate(ctx, input)),
  resetToCode: procedure.input(takes<GitDraftInput>()).mutation(({ ctx, input }) => resetToCode(ctx, input)),
  saveFixture: procedure
    .input(takes<SaveFixtureInput>())
    .mutation(({ ctx, input }) => saveFixture(ctx, input)),
  deleteFixture: procedure
    .input(takes<DeleteFixtureInput>())
    .mutation(({ ctx, input }) => deleteFixture(ctx, input)),
  payloads: procedure.input(takes<TemplateKeyInput>()).query(({ ctx, input }) => realPayloads(ctx, input)),
  payload: procedure.input(takes<PayloadInput>()).query(({ ctx, input }) => realPayload(ctx, input)),
  inferVariables: procedure
    .input(takes<InferVariablesInput>())
    .mutation(({ ctx, input }) => inferFromPayload(ctx, input)),
})
