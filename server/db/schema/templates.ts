import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const templates = pgTable('templates', {
  key: text('key').primaryKey(),
  /** `git`: a React Email template of `emails/`. */
  kind: text('kind').$type<'git'>().notNull(),
  category: text('category').notNull(),
  description: text('description'),
  createdAt: instant('created_at').notNull(),
})

/** Immutable. A git template's next version is made when the start finds that its compiled code has changed. */
export const templateVersions = pgTable(
  'template_versions',
  {
    templateKey: text('template_key')
      .notNull()
      .references(() => templates.key),
    version: integer('version').notNull(),
    /** SHA-256 of the compiled code, in hex. */
    sourceHash: text('source_hash').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.templateKey, t.version] })],
)
