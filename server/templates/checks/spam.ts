import type { Problem } from '../problem.ts'
import type { CheckDefinition } from './definition.ts'
import { elementsOf, textOf } from './html-tree.ts'
import { locate } from './locate.ts'
import type { Mail, Written } from './material.ts'

/** Words that filters weigh in subjects (SpamAssassin’s rules of subjects, and what Gmail’s guidelines for senders name). */
const WORDS =
  /\b(?:100% free|act now|buy now|cash bonus|click here|congratulations|double your|earn money|free money|guaranteed|limited time|lose weight|make money|no obligation|risk[- ]free|special promotion|urgent|viagra|winner|you (?:have )?won)\b/i
/** Characters of text below which an image makes a mail of images. */
const LITTLE_TEXT = 60

/** Nothing that filters take for spam at first sight. */
export const spam: CheckDefinition = {
  id: 'spam',
  title: 'It does not look like spam',
  find: ({ locales }) => ({
    problems: locales.flatMap((written) => written.mails.flatMap((mail) => signsOf(written, mail))),
  }),
}

function signsOf({ locale, source }: Written, { subject, tree, text }: Mail): Problem[] {
  const problems: Problem[] = []
  const say = (message: string, where?: Problem['where']) =>
    problems.push({ severity: 'warning', message, locale, ...(where && { where }) })
  const inSubject = { field: 'subject' } as const
  const letters = subject.replace(/\P{L}/gu, '')
  if (letters.length >= 8 && letters === letters.toUpperCase() && letters !== letters.toLowerCase()) {
    say('The subject is all capitals', inSubject)
  }
  if (/!{2,}|\?{2,}|[!?]{3,}|[$€£]{2,}/.test(subject))
    say('The subject repeats “!”, “?” or a currency sign', inSubject)
  const word = WORDS.exec(subject)?.[0]
  if (word) say(`Filters weigh “${word}” in a subject`, inSubject)
  if (/^\s*(?:re|fwd?):/i.test(subject)) say('The subject begins as an answer does, and is none', inSubject)
  const elements = Array.from(elementsOf(tree))
  const seen = textOf(elements.find(({ name }) => name === 'body') ?? tree)
  const pictures = elements.filter(({ name }) => name === 'img').length
  if (pictures > 0 && seen.length < LITTLE_TEXT) say('Nearly all of the mail is images: say it in text too')
  else if (seen.length < 20) say('The mail has next to no text')
  if (text.trim() === '') say('The mail has no plain text')
  for (const link of elements.filter(({ name }) => name === 'a')) {
    const shown = textOf(link)
    const other = otherDomain(shown, link.attributes.get('href') ?? '')
    if (other)
      say(
        `The link says “${shown.slice(0, 60)}” and leads to ${other}: to a reader that is a trick`,
        locate(source, shown),
      )
  }
  return problems
}

/** The domain that a link leads to, where its words name another one; null: they do not. */
export function otherDomain(shown: string, href: string): string | null {
  const named = /^(?:https?:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#:]\S*)?$/i.exec(shown.trim())?.[1]
  const led = /^https?:/i.test(href) ? URL.parse(href)?.hostname : undefined
  if (!named || !led) return null
  const base = (host: string) => host.toLowerCase().replace(/^www\./, '')
  const [a, b] = [base(named), base(led)]
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`) ? null : led
}
