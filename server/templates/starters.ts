import type { TemplateSource } from '#server/db/schema/templates.ts'
import { codeStarter } from '../../emails/_studio/starters/code.ts'
import type { newKinds } from './drafts/schemas.ts'

const text = (words: string) => [{ type: 'text', text: words }]
const DOC = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 1 }, content: text('Hello') },
    { type: 'paragraph', content: text('Write here what has happened.') },
  ],
}

/** What a new template begins with. */
export function starter(kind: (typeof newKinds)[number]): TemplateSource {
  const lines = { subject: '', preheader: '' }
  return kind === 'code' ? { ...lines, code: codeStarter } : { ...lines, doc: DOC }
}
