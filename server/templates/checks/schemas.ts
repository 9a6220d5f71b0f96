import { z } from 'zod'
import { templateKey } from '../schemas.ts'

export const templateKeyInput = z.object({ key: templateKey })
export type TemplateKeyInput = z.input<typeof templateKeyInput>
