import { z } from 'zod'
import { templateKey } from '../schemas.ts'

/** `lockVersion` as the studio answered it. */
export const gitDraftInput = z.object({ key: templateKey, lockVersion: z.int('must be a whole number') })
export type GitDraftInput = z.input<typeof gitDraftInput>
