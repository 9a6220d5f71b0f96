import { z } from 'zod'
import { oneLine } from '#server/one-line.ts'
import { workflowDefinition } from './definition-schemas.ts'

// Usable by the client: no import of the tables' modules, whose code would come along.
export * from './definition-schemas.ts'

/** `/admin/workflows/new` is no workflow's address. */
const RESERVED = ['new']

export const workflowKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'must have 1 to 100 small letters, digits, “_”, “.” and “-”')
const newKey = workflowKey.refine((key) => !RESERVED.includes(key), 'must not be “new”')

/** PostgreSQL's integer. */
const version = z.int('must be a whole number').min(1).max(2_147_483_647)

const note = z
  .string()
  .trim()
  .max(1_000, 'must have at most 1,000 characters')
  .regex(/^[^\0]*$/, 'must not contain a NUL character')

export const workflowKeyInput = z.object({ key: workflowKey })
export type WorkflowKeyInput = z.input<typeof workflowKeyInput>

export const createWorkflowInput = z.object({ key: newKey, definition: workflowDefinition })
export type CreateWorkflowInput = z.input<typeof createWorkflowInput>

export const saveWorkflowInput = z.object({
  key: workflowKey,
  /** The version that its author began from. */
  version,
  definition: workflowDefinition,
  note: note.optional(),
})
export type SaveWorkflowInput = z.input<typeof saveWorkflowInput>

export const setEnabledInput = z.object({ key: workflowKey, enabled: z.boolean() })
export type SetEnabledInput = z.input<typeof setEnabledInput>

export const duplicateWorkflowInput = z.object({ from: workflowKey, key: newKey, name: oneLine(100) })
export type DuplicateWorkflowInput = z.input<typeof duplicateWorkflowInput>

export const restoreVersionInput = z.object({
  key: workflowKey,
  /** The one that is current, as its author saw it. */
  version,
  /** The one to bring back. */
  restores: version,
})
export type RestoreVersionInput = z.input<typeof restoreVersionInput>

export const checkWorkflowInput = z.object({ key: workflowKey, definition: workflowDefinition })
export type CheckWorkflowInput = z.input<typeof checkWorkflowInput>
