import type { TemplateSource } from '#server/db/schema/templates.ts'
import { codeStarter } from '../../emails/_studio/starters/code.ts'
import { visualStarter } from '../../emails/_studio/starters/visual.ts'
import type { newKinds } from './drafts/schemas.ts'

/** What a new template begins with. The subject is its author's: a check asks for one. */
export function starter(kind: (typeof newKinds)[number]): TemplateSource {
  const lines = { subject: '', preheader: '' }
  return kind === 'code' ? { ...lines, code: codeStarter } : { ...lines, doc: { ...visualStarter } }
}
