import { type Env, getEnv } from '#server/env.ts'
import { providerNames } from '#server/explain/providers.ts'
import { archiveWorkflow } from '#server/workflows/archive.ts'
import { checkWorkflow } from '#server/workflows/check.ts'
import { createWorkflow } from '#server/workflows/create.ts'
import { duplicateWorkflow } from '#server/workflows/duplicate.ts'
import { getWorkflow } from '#server/workflows/get.ts'
import { listWorkflows } from '#server/workflows/list.ts'
import { type WorkflowSettings, workflowOptions } from '#server/workflows/options.ts'
import { restoreWorkflow } from '#server/workflows/restore.ts'
import { restoreWorkflowVersion } from '#server/workflows/restore-version.ts'
import { saveWorkflow } from '#server/workflows/save.ts'
import type {
  CheckWorkflowInput,
  CreateWorkflowInput,
  DuplicateWorkflowInput,
  RestoreVersionInput,
  SaveWorkflowInput,
  SetEnabledInput,
  WorkflowKeyInput,
} from '#server/workflows/schemas.ts'
import { setWorkflowEnabled } from '#server/workflows/set-enabled.ts'
import { workflowHistory } from '#server/workflows/versions.ts'
import { procedure, router, takes } from '../init.ts'

const names: Record<string, string> = {
  ...{ resend: 'Resend', smtp: 'SMTP', inbox: 'the built-in inbox', webpush: 'Web Push' },
}

function settings(env: Env = getEnv()): WorkflowSettings {
  const { email, push } = providerNames(env)
  const named = (name: string) => names[name] ?? name
  return {
    sender: env.mail.from,
    alertEmail: env.mail.alertEmail !== null,
    timezone: env.defaultTimezone,
    providers: { email: email.map(named), push: push.map(named) },
  }
}

export const workflowsRouter = router({
  list: procedure.query(({ ctx }) => listWorkflows(ctx)),
  get: procedure
    .input(takes<WorkflowKeyInput>())
    .query(({ ctx, input }) => getWorkflow(ctx, settings(), input)),
  options: procedure.query(({ ctx }) => workflowOptions(ctx, settings())),
  create: procedure
    .input(takes<CreateWorkflowInput>())
    .mutation(({ ctx, input }) => createWorkflow(ctx, input)),
  /** A mutation for its size alone: nothing is stored. */
  check: procedure
    .input(takes<CheckWorkflowInput>())
    .mutation(({ ctx, input }) => checkWorkflow(ctx, settings(), input)),
  save: procedure.input(takes<SaveWorkflowInput>()).mutation(({ ctx, input }) => saveWorkflow(ctx, input)),
  setEnabled: procedure
    .input(takes<SetEnabledInput>())
    .mutation(({ ctx, input }) => setWorkflowEnabled(ctx, input)),
  duplicate: procedure
    .input(takes<DuplicateWorkflowInput>())
    .mutation(({ ctx, input }) => duplicateWorkflow(ctx, input)),
  archive: procedure
    .input(takes<WorkflowKeyInput>())
    .mutation(({ ctx, input }) => archiveWorkflow(ctx, input)),
  restore: procedure
    .input(takes<WorkflowKeyInput>())
    .mutation(({ ctx, input }) => restoreWorkflow(ctx, input)),
  versions: procedure.input(takes<WorkflowKeyInput>()).query(({ ctx, input }) => workflowHistory(ctx, input)),
  restoreVersion: procedure
    .input(takes<RestoreVersionInput>())
    .mutation(({ ctx, input }) => restoreWorkflowVersion(ctx, input)),
})
