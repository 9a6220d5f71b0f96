import { durationWords } from '../_words/duration.ts'
import { digestWords, duplicateWords, fallbackWords, throttleWords } from '../_words/parts.ts'
import type { WorkflowRow } from './list-state.ts'

/** What a workflow does beyond sending at once, each in a word, and in a sentence. */
export function marksOf(row: WorkflowRow): { word: string; meaning: string }[] {
  const { critical, conditions, delayS, throttle, duplicates, digest, fallback } = row
  const rules = conditions?.rules.length ?? 0
  const marks: (readonly [string, string | null])[] = [
    ['critical', critical ? 'Goes out in quiet hours too, and is never held back' : null],
    [
      rules === 1 ? '1 condition' : `${rules} conditions`,
      rules > 0 ? 'Only events that have what it asks for' : null,
    ],
    ['delay', delayS === null ? null : `Sent ${durationWords(delayS)} after the event`],
    ['digest', digest && digestWords(digest)],
    ['throttle', throttle && throttleWords(throttle)],
    ['no duplicates', duplicates && duplicateWords(duplicates)],
    ['fallback', fallback && fallbackWords(fallback)],
  ]
  return marks.flatMap(([word, meaning]) => (meaning === null ? [] : [{ word, meaning }]))
}
