import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const templates = pgTable('templates', {
  key: text('key').primaryKey(),
  /** `git`: a React Email template of `emails/`. `plain`: `{name}` texts, by the API. */
  kind: text('kind').$type<'git' | 'plain'>().notNull(),
  category: text('category').notNull(),
  description: text('description'),
  createdAt: instant('created_at').notNull(),
  /** Archived ones are kept for what was sent by them, and sent no more. */
  archivedAt: instant('archived_at'),
})

/** Immutable. A git template's next version is made when the start finds that its compiled code has changed. */
export const templateVersions = pgTable(
  'template_versions',
  {
    templateKey: text('template_key')
      .notNull()
      .references(() => templates.key),
    version: integer('version').notNull(),
    /** SHA-256 of the compiled code, or of the sources of all locales, in hex. */
    sourceHash: text('source_hash').notNull(),
    /** JSON Schema of the data. */
    variables: jsonb('variables').$type<Record<string, unknown>>(),
    /** The version that this one brings back. */
    restores: integer('restores'),
    /** Who made it (`key:<id>`, `member:<id>`), and the name then. */
    author: text('author'),
    authorName: text('author_name'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.templateKey, t.version] })],
)

/** One language of a version, as written and as compiled (`server/templates/compile`). Git templates have none. */
export const templateLocales = pgTable(
  'template_locales',
  {
    templateKey: text('template_key').notNull(),
    version: integer('version').notNull(),
    /** BCP 47; the version's first one is its default. */
    locale: text('locale').notNull(),
    /** Place in the version: 0 is the default locale. */
    position: integer('position').notNull(),
    source: jsonb('source').$type<{ subject: string; body: string; html_body: string | null }>().notNull(),
    compiled: jsonb('compiled').$type<unknown>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.templateKey, t.version, t.locale] })],
)
