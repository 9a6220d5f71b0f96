import type { Shape } from '#app/_components/status.tsx'
import type { Tone } from '#app/_components/ui/tone.ts'
import type { Place, Problem } from '#server/templates/problem.ts'
import { languageName } from '../languages.ts'
import type { Check } from './use-checks.ts'

/** The state of a check as word, mark and tone. */
export const checkLooks: Record<Check['state'], { word: string; shape: Shape; tone: Tone }> = {
  passed: { word: 'Passed', shape: 'dot', tone: 'green' },
  warning: { word: 'Warning', shape: 'half-dot', tone: 'amber' },
  error: { word: 'Error', shape: 'triangle', tone: 'red' },
  skipped: { word: 'Skipped', shape: 'dash', tone: 'grey' },
}

const fields: Record<Place['field'], string> = {
  subject: 'Subject',
  preheader: 'Preheader',
  code: 'Code',
  doc: 'Mail',
  body: 'Text',
  html_body: 'HTML',
  strings: 'Strings',
  variables: 'Variables',
  fixture: 'Fixture',
  push: 'Push',
}

/** Where a problem is, in words: `Code, line 12 · German`. */
export function placeWords({ where, locale }: Pick<Problem, 'where' | 'locale'>): string {
  const place = where
    ? [
        where.field === 'fixture' && where.name ? `Fixture “${where.name}”` : fields[where.field],
        where.line ? `line ${where.line}` : null,
        where.name && where.field !== 'fixture' ? where.name : null,
      ]
        .filter(Boolean)
        .join(', ')
    : null
  return [place, locale ? languageName(locale) : null].filter(Boolean).join(' · ')
}

/** `2 errors, 1 warning`; `No problems` where there are none. */
export function countWords(errors: number, warnings: number): string {
  const counted = (count: number, word: string) =>
    count > 0 ? `${count} ${word}${count === 1 ? '' : 's'}` : ''
  return [counted(errors, 'error'), counted(warnings, 'warning')].filter(Boolean).join(', ') || 'No problems'
}

/** The server tells each problem once. */
export const problemKey = ({ message, locale, where }: Problem): string =>
  JSON.stringify([message, locale, where])
