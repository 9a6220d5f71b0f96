import type { TemplateKind, TemplateSource } from '#server/db/schema/templates.ts'
import type { Variables } from '../compile/declared.ts'
import type { BrandTheme } from '../sources.ts'

export interface Recipient {
  name: string | null
  email: string
  timezone: string | null
}

/** Whom a mail that is only looked at is for. */
const SAMPLE: Recipient = { name: 'Ada Lovelace', email: 'ada@example.com', timezone: null }

/** One locale of a template as it is written. */
export interface Looked {
  key: string
  kind: TemplateKind
  source: TemplateSource
  locale: string
  variables: Variables | null
  theme: BrandTheme
  data: Record<string, unknown>
  recipient?: { [K in keyof Recipient]?: Recipient[K] | undefined } | undefined
}

/** The recipient as mails name it: what was left out is the sample's. */
export function recipientOf({ recipient, locale }: Looked): Recipient & { locale: string } {
  const { name = SAMPLE.name, email = SAMPLE.email, timezone = SAMPLE.timezone } = recipient ?? {}
  return { name, email, timezone, locale }
}
