import type { TemplateKind, TemplateSource } from '#server/db/schema/templates.ts'
import type { App } from '#server/rendering/render-email.ts'
import type { Variables } from '../compile/declared.ts'
import type { Compiled } from '../compile/format.ts'
import type { Translation } from '../drafts/translations.ts'
import type { Problem } from '../problem.ts'
import type { BrandTheme } from '../sources.ts'

/** What the checks look at: a draft as it is saved, or as it is about to be published. */
export interface CheckedDraft {
  key: string
  kind: TemplateKind
  category: string
  /** Its category's mail carries an unsubscribe link (`categories`). */
  unsubscribable: boolean
  variables: Variables | null
  /** The default first. Of git: those that say something of their own; `translation` left out: not known. */
  locales: { locale: string; source: TemplateSource; translation?: Translation | undefined }[]
  fixtures: { name: string; data: Record<string, unknown> }[]
  theme: BrandTheme
  /** Of git: the names of the code's texts, and the data of its preview. */
  git: { strings: string[]; sample: Record<string, unknown> } | null
  /** The newest published version; null: none. `compiled` null: React renders it, with what the source says. */
  published: {
    version: number
    kind: TemplateKind
    locales: { locale: string; source: TemplateSource; compiled: Compiled | null }[]
  } | null
}

export interface CheckDeps {
  /** The product that mails name, and where it is reached. */
  app: App
}

/** One check and what it found. `skipped`: it has nothing to look at, `detail` says why. */
export interface Check {
  id: CheckId
  title: string
  state: 'passed' | 'warning' | 'error' | 'skipped'
  problems: Problem[]
  /** What was looked at, in words. */
  detail?: string | undefined
}

export type CheckId =
  | 'compiles'
  | 'fixtures'
  | 'variables'
  | 'translations'
  | 'subject'
  | 'concrete'
  | 'clients'
  | 'size'
  | 'links'
  | 'images'
  | 'contrast'
  | 'unsubscribe'
  | 'spam'

export interface Checked {
  checks: Check[]
  errors: number
  warnings: number
  /** Each locale as it would be kept, the default first; null where it does not compile, and for git. */
  compiled: { locale: string; compiled: Compiled | null }[]
}
