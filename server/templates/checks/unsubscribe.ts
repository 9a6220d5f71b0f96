import type { Problem } from '../problem.ts'
import { SAMPLE_LINK } from '../render-with.ts'
import type { CheckDefinition } from './definition.ts'
import { elementsOf, textOf } from './html-tree.ts'
import type { Mail } from './material.ts'

/** Who need not get it can say so in the mail: its HTML and its text hold the recipient’s own link. */
export const unsubscribe: CheckDefinition = {
  id: 'unsubscribe',
  title: 'A reader can unsubscribe',
  find: ({ draft, locales }) => {
    if (!draft.unsubscribable) {
      return {
        problems: [],
        skipped: `Mails of the category “${draft.category}” need no link; the settings say which do.`,
      }
    }
    const problems = locales.flatMap(({ locale, mails }): Problem[] => {
      const without = mails.filter((mail) => !hasLink(mail))
      if (without.length === 0) return []
      const some = without.length < mails.length
      const [first] = without
      const of =
        some && first
          ? ` in every mail (not ${[first.fixture && `with the fixture “${first.fixture}”`, first.label].filter(Boolean).join(' ') || 'always'})`
          : ''
      return [
        {
          severity: 'error',
          message: `Mails of the category “${draft.category}” need a link to unsubscribe${of}: add a link to {unsubscribe_url}`,
          locale,
        },
      ]
    })
    return { problems }
  },
}

const hasLink = ({ tree, text }: Mail): boolean =>
  text.includes(SAMPLE_LINK) &&
  Array.from(elementsOf(tree)).some(
    (one) =>
      one.name === 'a' &&
      one.attributes.get('href') === SAMPLE_LINK &&
      (textOf(one) !== '' || one.children.length > 0),
  )
