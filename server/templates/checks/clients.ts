import { setImmediate } from 'node:timers/promises'
import type { Problem } from '../problem.ts'
import { renderWith } from '../render-with.ts'
import type { CheckDefinition } from './definition.ts'
import { knownFeatures } from './known-features.ts'
import type { Mail, Material, Written } from './material.ts'
import { type Unsupported, unsupportedIn } from './unsupported.ts'

/** A mail that lacks these looks plainer, and says the same: they never stop a template. */
const DECORATION =
  /^(?:border-radius|box-shadow|text-shadow|opacity|transition|animation|filter|transform|outline|letter-spacing|word-spacing|text-decoration|text-transform|font-weight|cursor|:hover|:active|:focus|@media|@font-face|gradients?|linear-gradient|radial-gradient|background-(?:size|position|repeat|blend-mode|clip|origin)|object-(?:fit|position)|border-spacing|aria-|role attribute|lang attribute|dir attribute|text-wrap|white-space|word-break|overflow-wrap|hyphens|user-select|accent-color|mix-blend-mode)/

/**
 * What the common mail programs do not support (caniemail.com). What the published version has already, or our own
 * components always write, is no news.
 */
export const clients: CheckDefinition = {
  id: 'clients',
  title: 'Common mail programs support what it uses',
  find: async (material) => {
    const known = await knownFeatures(material.draft.theme)
    const problems: Problem[] = []
    for (const written of material.locales) {
      const [mail] = written.mails.toSorted((a, b) => b.html.length - a.html.length)
      if (!mail) continue
      await setImmediate()
      const before = await publishedFeatures(material, written, mail)
      const found = Array.from(unsupportedIn(mail.html).values())
        .filter(({ title, unsupported }) =>
          unsupported.some((client) => !known.get(title)?.unsupported.includes(client)),
        )
        .map((feature) => problemOf(written, feature, known.get(feature.title), before.get(feature.title)))
      problems.push(...(material.draft.kind === 'git' ? newsOfGit(found) : found))
    }
    return {
      problems,
      detail: 'Gmail, Outlook, Apple Mail, Yahoo and Samsung, by the data of caniemail.com.',
    }
  },
}

/** No author can mend the code: what it has always had is no news, and what is new stops nobody. */
const newsOfGit = (found: readonly Problem[]): Problem[] =>
  found.flatMap((problem) =>
    problem.severity === 'error' ? [{ ...problem, severity: 'warning' as const }] : [],
  )

function problemOf(
  { locale, source }: Written,
  { title, unsupported }: Unsupported,
  known: Unsupported | undefined,
  before: Unsupported | undefined,
): Problem {
  const beyond = unsupported.filter((client) => !known?.unsupported.includes(client))
  const isNew = beyond.some((client) => !before?.unsupported.includes(client))
  const stops = isNew && !DECORATION.test(title)
  return {
    severity: stops ? 'error' : 'warning',
    message: `${title} is not supported by ${namesOf(beyond)}${isNew ? '' : ' (as in the published version)'}`,
    locale,
    ...whereIs(source, title),
  }
}

/** Where a feature is written: an element by its tag, a property by its name. */
function whereIs(source: Written['source'], title: string): Pick<Problem, 'where'> {
  const text = 'code' in source ? source.code : 'html_body' in source ? (source.html_body ?? '') : ''
  const name = /^<([a-z0-9]+)>/.exec(title)?.[1] ?? title.split(/[:\s(]/)[0] ?? ''
  if (text === '' || name === '') return {}
  const camel = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const spelled = title.startsWith('<') ? `<${name}\\b` : `\\b(?:${name}|${camel})\\b`
  const index = new RegExp(spelled, 'i').exec(text)?.index
  if (index === undefined) return {}
  const lines = text.slice(0, index).split(/\r\n|\r|\n/)
  const field = 'code' in source ? ('code' as const) : ('html_body' as const)
  return { where: { field, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 } }
}

/** What the published version lacks support for, rendered with the same data. */
async function publishedFeatures(
  { app, draft }: Material,
  { locale }: Written,
  { data }: Mail,
): Promise<Map<string, Unsupported>> {
  if (!draft.published) return new Map()
  const { kind, locales } = draft.published
  const recipient = { name: 'Ada Lovelace', email: 'ada@example.com', locale, timezone: 'UTC' }
  const rendered = await renderWith({ key: draft.key, kind, locales }, { app, data, recipient })
  return 'issues' in rendered ? new Map() : unsupportedIn(rendered.html)
}

const NAMES: Record<string, string> = {
  'gmail.android': 'Gmail (Android)',
  'gmail.ios': 'Gmail (iOS)',
  'gmail.desktop-webmail': 'Gmail',
  'outlook.windows': 'Outlook (Windows)',
  'outlook.macos': 'Outlook (Mac)',
  'outlook.outlook-com': 'Outlook.com',
  'apple-mail.macos': 'Apple Mail',
  'apple-mail.ios': 'Apple Mail (iOS)',
  'yahoo.desktop-webmail': 'Yahoo',
  'samsung-email.android': 'Samsung Email',
}

const namesOf = (clients: readonly string[]) => clients.map((client) => NAMES[client] ?? client).join(', ')
