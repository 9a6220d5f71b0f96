import type { Issue } from '#server/errors.ts'
import { isLink } from './attributes.ts'
import { declaredAs, declaredPaths, type Variables } from './declared.ts'
import type { Tag } from './html.ts'
import { placeholdersOf, position } from './placeholders.ts'
import type { PlainSource } from './plain.ts'

/** Gmail shows no more of a mail than its first 102 KB. */
const CLIPPED_BYTES = 102 * 1024
/** So many of a kind are named at most. */
const NAMED = 10

/** What is known without being declared: the person and the product (`server/rendering/compiled.ts`). */
const BUILT_IN = new Set(['recipient', 'app'])

/** What a reader should know of a template that can be sent all the same, by field. */
export function warningsOf(
  source: PlainSource,
  { variables, tags }: { variables: Variables | null; tags: readonly Tag[] },
): Issue[] {
  const fields = [
    ['subject', source.subject],
    ['body', source.body],
    ['html_body', source.html_body ?? ''],
  ] as const
  const used = new Set(fields.flatMap(([, text]) => placeholdersOf(text).map(({ path }) => path.join('.'))))
  const holders = new Set([...used].flatMap(holdersOf))
  return [
    ...(variables ? againstDeclared(variables, used, holders) : []),
    ...[...used]
      .filter((name) => holders.has(name))
      .slice(0, NAMED)
      .map((name) => ({ path: 'body', message: `“${name}” is used both as a value and as what holds one` })),
    ...fields.flatMap(([path, text]) => spaced(path, text)),
    ...inHtml(source.html_body ?? '', tags),
  ]
}

/** `a.b.c` → `a`, `a.b` */
const holdersOf = (name: string): string[] =>
  name.split('.').flatMap((_, i, steps) => (i > 0 ? [steps.slice(0, i).join('.')] : []))

function againstDeclared(
  variables: Variables,
  used: ReadonlySet<string>,
  holders: ReadonlySet<string>,
): Issue[] {
  const undeclared = [...used].filter((name) => {
    const path = name.split('.')
    return !BUILT_IN.has(path[0] ?? '') && !declaredAs(variables, path).declared
  })
  const unused = declaredPaths(variables)
    .map((path) => path.join('.'))
    .filter((name) => !used.has(name) && !holders.has(name))
  return [
    ...undeclared
      .slice(0, NAMED)
      .map((name) => ({ path: 'variables', message: `“${name}” is used, but not declared` })),
    ...unused
      .slice(0, NAMED)
      .map((name) => ({ path: 'variables', message: `“${name}” is declared, but not used` })),
  ]
}

/** `{{ name }}` of other template languages, which here is text. */
const spaced = (path: string, text: string): Issue[] =>
  Array.from(text.matchAll(/\{\{?[ \t]+([\w.]{1,100})[ \t]*\}|\{\{?([\w.]{1,100})[ \t]+\}/g))
    .slice(0, NAMED)
    .map((match) => ({
      path,
      message: `${position(text, match.index)}: write {${match[1] ?? match[2]}} without spaces; this is sent as it stands`,
    }))

function inHtml(html: string, tags: readonly Tag[]): Issue[] {
  const found = tags.flatMap(({ name, index, attributes }): { index: number; message: string }[] => [
    ...(name === 'img' && !attributes.has('alt') ? [{ index, message: 'this image has no alt text' }] : []),
    ...(name === 'script' ? [{ index, message: 'mail programs remove <script>' }] : []),
    ...Array.from(attributes)
      .filter(([attribute, value]) => isLink(attribute) && leadsNowhere(value))
      .map(([attribute]) => ({
        index,
        message: `the ${attribute} of this <${name}> leads nowhere in a mail`,
      })),
  ])
  const size = Buffer.byteLength(html)
  return [
    ...found.slice(0, NAMED).map(({ index, message }) => ({
      path: 'html_body',
      message: `${position(html, index)}: ${message}`,
    })),
    ...(size > CLIPPED_BYTES
      ? [{ path: 'html_body', message: `is ${Math.round(size / 1024)} KB: Gmail cuts a mail above 102 KB` }]
      : []),
  ]
}

/** An address without a scheme, or with one that no mail program follows; `#top` and variables are fine. */
const leadsNowhere = (value: string): boolean =>
  value.trim() !== '' && !/^\s*(?:#|\{|(?:https?|mailto|tel|cid):)/i.test(value)
