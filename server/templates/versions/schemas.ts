import { z } from 'zod'
import { noteText } from '../drafts/schemas.ts'
import { templateKey, VERSION_MAX } from '../schemas.ts'

const version = z.int('must be a whole number').min(1, 'must be at least 1').max(VERSION_MAX)

export const versionInput = z.object({ key: templateKey, version })
export type VersionInput = z.input<typeof versionInput>

export const rollBackInput = versionInput.extend({ note: noteText.optional() })
export type RollBackInput = z.input<typeof rollBackInput>
