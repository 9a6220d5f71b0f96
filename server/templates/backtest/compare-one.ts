import type { Issue } from '#server/errors.ts'
import type { App } from '#server/rendering/render-email.ts'
import type { Rendering } from '../compiled-draft.ts'
import { type RenderedWith, renderWith } from '../render-with.ts'
import type { Payload } from './payloads.ts'

export interface Compared {
  outcome: 'same' | 'changed' | 'failed'
  /** Null: it did not render, or there was nothing before. */
  before: RenderedWith | null
  after: RenderedWith | null
  /** Why the draft does not render, in words. */
  problem: string | null
  /** Paths of the variables that the payload lacks. */
  missing: string[]
}

/** Renders one payload in one language by the draft and by what is published. */
export async function compare(
  { draft, before, app }: { draft: Rendering; before: Rendering | null; app: App },
  { data, recipient }: Payload,
  locale: string,
): Promise<Compared> {
  const input = { app, data, recipient: { ...recipient, locale } }
  const [now, then] = await Promise.all([renderWith(draft, input), before && renderWith(before, input)])
  const was = then === null || 'issues' in then ? null : then
  if ('issues' in now) {
    return {
      outcome: 'failed',
      before: was,
      after: null,
      problem: wordsOf(now.issues),
      missing: [...new Set(now.issues.flatMap(({ path }) => (path === '' ? [] : [withoutIndexes(path)])))],
    }
  }
  const isSame = was !== null && was.subject === now.subject && was.html === now.html && was.text === now.text
  return { outcome: isSame ? 'same' : 'changed', before: was, after: now, problem: null, missing: [] }
}

/** Of a list that lacks the same in each item, one. */
const withoutIndexes = (path: string) => path.replace(/\[\d+\]/g, '[]').replace(/\.\d+(?=\.|$)/g, '[]')

const wordsOf = (issues: readonly Issue[]): string =>
  issues
    .slice(0, 10)
    .map(({ path, message }) => (path ? `${path} ${message}` : `It ${message}`))
    .join('; ')
