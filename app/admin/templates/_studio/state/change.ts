import type { TemplateSource, Variables } from '../types.ts'
import type { DraftContent } from './content.ts'

export type PushPart = 'title' | 'body' | 'link' | 'icon'

/** One thing that an author does to a draft. */
export type Change =
  | { field: 'name' | 'category' | 'description'; value: string }
  | { field: 'variables'; value: Variables | null }
  /** A line of the mail; null, in a git template: as in the code. */
  | { field: 'subject' | 'preheader'; locale: string; value: string | null }
  /** What a push message says otherwise than the mail; blank: as the mail. */
  | { field: 'push'; locale: string; part: PushPart; value: string }
  /** From the editor of the body, which keeps an undo of its own. */
  | { field: 'body'; locale: string; source: TemplateSource }
  /** A locale as a whole: added, copied over, or (null) taken out; `at`: its place in the list. */
  | { field: 'locale'; locale: string; source: TemplateSource | null; at?: number }

/** The content after a change, and the change that takes it back; the content itself where it changes nothing. */
export function applyChange(
  content: DraftContent,
  change: Change,
): { content: DraftContent; inverse: Change } {
  switch (change.field) {
    case 'name':
    case 'category':
    case 'description':
      return {
        content: { ...content, [change.field]: change.value },
        inverse: { field: change.field, value: content[change.field] },
      }
    case 'variables':
      return {
        content: { ...content, variables: change.value },
        inverse: { field: 'variables', value: content.variables },
      }
    case 'locale':
      return withLocale(content, change)
    case 'push':
      return withPush(content, change)
    case 'subject':
    case 'preheader':
    case 'body':
      return withSource(content, change)
  }
}

type OfSource = Extract<Change, { field: 'subject' | 'preheader' | 'body' }>

function withSource(content: DraftContent, change: OfSource) {
  const found = content.locales.find(({ locale }) => locale === change.locale)
  if (!found) return { content, inverse: change }
  const before = found.source as TemplateSource & { preheader?: string }
  const source: TemplateSource =
    change.field === 'body'
      ? // The lines are the studio's: an editor may hold older ones.
        ({ ...withoutPush(change.source), ...linesOf(before) } as TemplateSource)
      : ({ ...before, [change.field]: change.value } as TemplateSource)
  const inverse: Change =
    change.field === 'body'
      ? { ...change, source: before }
      : { ...change, value: before[change.field] ?? null }
  return {
    content: {
      ...content,
      locales: content.locales.map((one) => (one === found ? { ...one, source } : one)),
    },
    inverse,
  }
}

const withoutPush = ({ push: _, ...rest }: TemplateSource & { push?: unknown }) => rest

const linesOf = (source: { subject: string | null; preheader?: string; push?: unknown }) => ({
  subject: source.subject,
  ...(source.preheader === undefined ? {} : { preheader: source.preheader }),
  ...('push' in source ? { push: source.push } : {}),
})

function withPush(content: DraftContent, change: Extract<Change, { field: 'push' }>) {
  const found = content.locales.find(({ locale }) => locale === change.locale)
  if (!found || 'strings' in found.source) return { content, inverse: change }
  const { push: before = {}, ...rest } = found.source
  const parts = Object.entries({ ...before, [change.part]: change.value }).filter(([, text]) => text)
  const source = {
    ...rest,
    ...(parts.length > 0 ? { push: Object.fromEntries(parts) } : {}),
  } as TemplateSource
  return {
    content: {
      ...content,
      locales: content.locales.map((one) => (one === found ? { ...one, source } : one)),
    },
    inverse: { ...change, value: before[change.part] ?? '' },
  }
}

function withLocale(
  content: DraftContent,
  { locale, source, at }: Extract<Change, { field: 'locale' }>,
): { content: DraftContent; inverse: Change } {
  const index = content.locales.findIndex((one) => one.locale === locale)
  const before = content.locales[index]?.source ?? null
  const locales = content.locales.filter((one) => one.locale !== locale)
  const place = at ?? (index < 0 ? locales.length : index)
  if (source) locales.splice(place, 0, { locale, source })
  return {
    content: { ...content, locales },
    inverse: { field: 'locale', locale, source: before, ...(index < 0 ? {} : { at: index }) },
  }
}
