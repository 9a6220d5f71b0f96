import { textsOf } from '../drafts/translations.ts'
import type { Problem } from '../problem.ts'
import type { CheckDefinition } from './definition.ts'

/** Of the texts that are missing, so many are named. */
const NAMED = 5

/** Every language says all that the default one says, as it says it now. */
export const translations: CheckDefinition = {
  id: 'translations',
  title: 'The translations are complete',
  find: ({ draft }) => {
    const [first, ...others] = draft.locales
    if (!first || others.length === 0) {
      return { problems: [], skipped: `There is one language${first ? `, ${first.locale}` : ''}.` }
    }
    const problems = others.flatMap(({ locale, source, translation }): Problem[] => {
      const say = (message: string): Problem => ({ severity: 'warning', message, locale })
      if (translation === 'untouched')
        return [say(`${locale} is not translated yet: it says what ${first.locale} says`)]
      const missing = draft.kind === 'git' ? missingStrings(source, draft.git?.strings ?? []) : null
      const isOther = locale.split('-')[0] !== first.locale.split('-')[0]
      const texts = draft.kind === 'git' || !isOther ? null : textsOf(source, first.source)
      return [
        ...(translation === 'behind'
          ? [say(`${first.locale} was changed after ${locale}: look whether it still says the same`)]
          : []),
        ...(texts && texts.same > 0
          ? [say(`${texts.same} of ${texts.total} texts of ${locale} read as in ${first.locale}`)]
          : []),
        ...(missing && missing.length > 0
          ? [
              {
                ...say(
                  `${missing.length} texts of ${locale} are not translated: ${missing.slice(0, NAMED).join(', ')}`,
                ),
                where: { field: 'strings' as const, name: missing[0] },
              },
            ]
          : []),
      ]
    })
    return {
      problems,
      detail: `${first.locale}, and ${others.map(({ locale }) => locale).join(', ')} beside it.`,
    }
  },
}

const missingStrings = (source: object, names: readonly string[]): string[] => {
  const { strings = {} } = source as { strings?: Record<string, string> }
  return names.filter((name) => !strings[name]?.trim())
}
