import type { RouterOutputs } from '#server/trpc/root.ts'
import type { WorkflowDefinition } from '#server/workflows/schemas.ts'

export type WorkflowDetail = RouterOutputs['workflows']['get']
export type WorkflowOptions = RouterOutputs['workflows']['options']
export type WorkflowWarning = WorkflowDetail['warnings'][number]
export type WorkflowVersion = RouterOutputs['workflows']['versions'][number]

/** A definition, and the version that it is or began from. */
export interface Based {
  version: number
  definition: WorkflowDefinition
}

/** The parts of the form. */
export type SectionId =
  | 'about'
  | 'event'
  | 'conditions'
  | 'recipient'
  | 'limits'
  | 'timing'
  | 'channels'
  | 'content'
  | 'retries'
