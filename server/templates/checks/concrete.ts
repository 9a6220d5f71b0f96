import { setImmediate } from 'node:timers/promises'
import { renderForComparison } from '#server/rendering/compiled.ts'
import { renderConcrete } from '../compile/compile-source.ts'
import type { Problem } from '../problem.ts'
import type { CheckDefinition } from './definition.ts'
import { locate } from './locate.ts'
import { type Mail, type Material, sampleValues, type Written } from './material.ts'

/** So many mails are rendered twice, over all languages, and for so long. */
const COMPARED = 80
const FOR_MS = 10_000
/** Of the place where the two part, so much is shown. */
const SHOWN = 60
const OUT_OF_TIME = /takes more than \d/

/**
 * The mail as it is compiled is the mail as React renders it, for each fixture with every condition both ways and lists of
 * none, one and two: a condition that the author wrote in plain JavaScript is decided once, when compiling, and shows here.
 */
export const concrete: CheckDefinition = {
  id: 'concrete',
  title: 'Compiled and rendered, it is the same mail',
  find: async (material) => {
    const { kind } = material.draft
    if (kind !== 'visual' && kind !== 'code') {
      return { problems: [], skipped: 'A template of this kind is rendered in one way alone.' }
    }
    const pairs = evenly(material.locales.map((written) => written.mails.map((mail) => ({ written, mail }))))
    if (pairs.length === 0) return { problems: [], skipped: 'No mail can be made to compare.' }
    const started = performance.now()
    const problems: Problem[] = []
    let compared = 0
    for (const { written, mail } of pairs.slice(0, COMPARED)) {
      if (performance.now() - started > FOR_MS) break
      await setImmediate()
      const problem = await differenceIn(kind, material, written, mail)
      if (problem) problems.push(problem)
      compared++
    }
    const left = pairs.length - compared
    const detail = `${compared === 1 ? '1 mail is' : `${compared} mails are`} the same${left > 0 ? `; ${left} more were left out` : ''}.`
    return { problems, ...(problems.length === 0 && { detail }) }
  },
}

async function differenceIn(
  kind: 'visual' | 'code',
  { app, draft }: Material,
  written: Written,
  mail: Mail,
): Promise<Problem | null> {
  const { locale, source, compiled } = written
  if (!compiled) return null
  const { variables, theme } = draft
  const values = sampleValues(app, locale, mail.data)
  const rendered = renderForComparison(compiled, values, { locale, timezone: 'UTC' })
  if ('issues' in rendered) return null
  const render = () =>
    renderConcrete(kind, source as never, { locale, variables, theme, values, timezone: 'UTC' })
  const first = await render()
  // A machine that is busy may take too long once.
  const expected = 'problems' in first ? await render() : first
  const of = whichMail(mail)
  if ('problems' in expected) {
    const said = expected.problems[0]
    const message = `${of}, React can’t render it: ${said?.message ?? 'it fails'}`
    // What takes too long here is never run when it is sent.
    return { severity: OUT_OF_TIME.test(message) ? 'warning' : 'error', message, locale, where: said?.where }
  }
  for (const [name, compiledText, concreteText] of [
    ['HTML', normal(rendered.html), normal(expected.html)],
    ['text', rendered.text, expected.text],
  ] as const) {
    if (compiledText === concreteText) continue
    const { ours, theirs, at } = firstDifference(compiledText, concreteText)
    return {
      severity: 'error',
      message: `${of}, the ${name} is sent as “${ours}”, where the template says “${theirs}”: decide with If and Each, not with JavaScript`,
      locale,
      where: locateNear(written, concreteText, at) ?? locateNear(written, compiledText, at),
    }
  }
  return null
}

const whichMail = ({ fixture, label }: Mail) =>
  ['With', fixture === null ? 'made-up values' : `the fixture “${fixture}”`, label].filter(Boolean).join(' ')

/** React parts neighbouring texts by an empty comment. */
const normal = (html: string) => html.replaceAll('<!-- -->', '')

export function firstDifference(a: string, b: string): { ours: string; theirs: string; at: number } {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const from = Math.max(0, at - 20)
  const cut = (text: string) =>
    text
      .slice(from, at + SHOWN)
      .replace(/\s+/g, ' ')
      .trim()
  return { ours: cut(a), theirs: cut(b), at }
}

/** The author’s words nearest before the difference. */
function locateNear({ source }: Written, html: string, at: number) {
  const words = html
    .slice(Math.max(0, at - 400), at + SHOWN)
    .split(/<[^>]*>|[<>]/)
    .map((text) => text.trim())
    .filter((text) => /\p{L}{3}/u.test(text))
  for (const text of words.toReversed()) {
    const found = locate(source, text)
    if (found) return found
  }
  return undefined
}

/** One of each list in turn, so that a limit cuts all alike. */
function evenly<T>(lists: readonly T[][]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }).flatMap((_, i) => lists.flatMap((list) => list[i] ?? []))
}
