import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytea, instant } from './columns.ts'

/**
 * How a version is written. `git`: React Email of `emails/`, rendered by React. The others are compiled when they are
 * published: `plain` (`{name}` texts of the API), `visual` (a document of the studio's editor), `code` (TSX).
 */
export type TemplateKind = 'git' | 'plain' | 'visual' | 'code'

/** What a push message says otherwise than the mail. */
type PushTexts = {
  push?: Partial<Record<'title' | 'body' | 'link' | 'icon', string | undefined>> | undefined
}

/** One locale as it is written, by the kind of its version. */
export type TemplateSource =
  | ({ subject: string; body: string; html_body: string | null } & PushTexts)
  | ({ subject: string; preheader: string; doc: Record<string, unknown> } & PushTexts)
  | ({ subject: string; preheader: string; code: string } & PushTexts)
  | { subject: string | null; strings: Record<string, string> }

export const templates = pgTable('templates', {
  key: text('key').primaryKey(),
  /** As it is written now: the kind of the newest version, or of the draft where nothing is published yet. */
  kind: text('kind').$type<TemplateKind>().notNull(),
  /** What people call it; null: its key. */
  name: text('name'),
  category: text('category').notNull(),
  description: text('description'),
  createdAt: instant('created_at').notNull(),
  /** Archived ones are kept for what was sent by them, and sent no more. */
  archivedAt: instant('archived_at'),
})

/**
 * Immutable (a trigger says so). A git template's next version is made when the start finds that its compiled code has
 * changed. Those above 0 are published. Those below 0 are what a test send sent: never current, removed after a while.
 */
export const templateVersions = pgTable(
  'template_versions',
  {
    templateKey: text('template_key')
      .notNull()
      .references(() => templates.key),
    version: integer('version').notNull(),
    kind: text('kind').$type<TemplateKind>().notNull().default('plain'),
    /** SHA-256 of the compiled code, or of the sources of all locales, in hex. */
    sourceHash: text('source_hash').notNull(),
    /** JSON Schema of the data. */
    variables: jsonb('variables').$type<Record<string, unknown>>(),
    /** The version that this one brings back. */
    restores: integer('restores'),
    /** What its author says of it. */
    note: text('note'),
    /** Why an admin published it although checks found errors, and what they had found. */
    overrideReason: text('override_reason'),
    overridden: jsonb('overridden').$type<unknown[]>(),
    /** Who made it (`key:<id>`, `member:<id>`), and the name then. */
    author: text('author'),
    authorName: text('author_name'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.templateKey, t.version] })],
)

/**
 * One language of a version, as written and as compiled (`server/templates/compile`). Of a git version: only the
 * locales whose subject or strings are overridden. Immutable with its version.
 */
export const templateLocales = pgTable(
  'template_locales',
  {
    templateKey: text('template_key').notNull(),
    version: integer('version').notNull(),
    /** BCP 47; the version's first one is its default. */
    locale: text('locale').notNull(),
    /** Place in the version: 0 is the default locale. */
    position: integer('position').notNull(),
    source: jsonb('source').$type<TemplateSource>().notNull(),
    /** Null: a git version's, which React renders. */
    compiled: jsonb('compiled').$type<unknown>(),
  },
  (t) => [primaryKey({ columns: [t.templateKey, t.version, t.locale] })],
)

/** What is being written: at most one for each template, shared by its authors. */
export const templateDrafts = pgTable('template_drafts', {
  templateKey: text('template_key')
    .primaryKey()
    .references(() => templates.key),
  kind: text('kind').$type<TemplateKind>().notNull(),
  /** What the template's becomes when it is published; null: it stays. */
  category: text('category'),
  variables: jsonb('variables').$type<Record<string, unknown>>(),
  /** Counts the saves. Who saves names the one they began from; another is refused, so that nothing is overwritten. */
  lockVersion: integer('lock_version').notNull(),
  /** The version that it began from; null: from nothing. */
  basedOn: integer('based_on'),
  updatedBy: text('updated_by').notNull(),
  updatedByName: text('updated_by_name'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

export const templateDraftLocales = pgTable(
  'template_draft_locales',
  {
    templateKey: text('template_key')
      .notNull()
      .references(() => templateDrafts.templateKey, { onDelete: 'cascade' }),
    locale: text('locale').notNull(),
    position: integer('position').notNull(),
    source: jsonb('source').$type<TemplateSource>().notNull(),
    /** Changes of the source alone: by it one sees which translations the default locale has left behind. */
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.templateKey, t.locale] })],
)

/**
 * What was sent, by template and by the hour (UTC) that it was planned in, for the list's 30 days. Counted again from the
 * deliveries by a cron task (`server/traffic`); test sends are left out, and a digest counts once.
 */
export const templateTraffic = pgTable(
  'template_traffic',
  {
    hour: instant('hour').notNull(),
    templateKey: text('template_key').notNull(),
    /** Accepted by a provider and not returned. */
    sent: integer('sent').notNull(),
    /** Failed for good, or returned. */
    failed: integer('failed').notNull(),
  },
  (t) => [primaryKey({ columns: [t.hour, t.templateKey] })],
)

/** Data to preview and to check a template with, saved by name. */
export const templateFixtures = pgTable(
  'template_fixtures',
  {
    id: uuid('id').primaryKey(),
    templateKey: text('template_key')
      .notNull()
      .references(() => templates.key),
    name: text('name').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    updatedByName: text('updated_by_name'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [uniqueIndex('template_fixtures_name_idx').on(t.templateKey, t.name)],
)

/** A draft rendered on the payloads of the past. `snapshot`: the draft as it was compiled when it began. */
export const templateBacktests = pgTable(
  'template_backtests',
  {
    id: uuid('id').primaryKey(),
    templateKey: text('template_key')
      .notNull()
      .references(() => templates.key),
    state: text('state').$type<'running' | 'done' | 'cancelled' | 'failed'>().notNull(),
    /** Renderings: payloads × locales. */
    total: integer('total').notNull(),
    done: integer('done').notNull(),
    failed: integer('failed').notNull(),
    changed: integer('changed').notNull(),
    /** Of the draft. */
    lockVersion: integer('lock_version').notNull(),
    snapshot: jsonb('snapshot').$type<unknown>().notNull(),
    startedByName: text('started_by_name'),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [index('template_backtests_template_idx').on(t.templateKey, t.id)],
)

/** What became of one payload in one locale. */
export const templateBacktestResults = pgTable(
  'template_backtest_results',
  {
    backtestId: uuid('backtest_id')
      .notNull()
      .references(() => templateBacktests.id, { onDelete: 'cascade' }),
    notificationId: uuid('notification_id').notNull(),
    locale: text('locale').notNull(),
    outcome: text('outcome').$type<'same' | 'changed' | 'failed'>().notNull(),
    problem: text('problem'),
    /** Paths of the variables that the payload lacks. */
    missing: text('missing').array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.backtestId, t.notificationId, t.locale] })],
)

/** Images of mails. Served to everybody who knows the address; an asset never changes. */
export const assets = pgTable(
  'assets',
  {
    id: uuid('id').primaryKey(),
    /** Hex, of the bytes: the same image is kept once. */
    sha256: text('sha256').notNull(),
    /** The file's name when it was uploaded. */
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    bytes: bytea('bytes').notNull(),
    createdByName: text('created_by_name'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('assets_sha256_idx').on(t.sha256)],
)

/** The look that the studio's templates share: one row, `id` 1. */
export const brandThemes = pgTable('brand_themes', {
  id: integer('id').primaryKey(),
  /** `brandTheme` of server/templates/schemas.ts. */
  theme: jsonb('theme').$type<Record<string, unknown>>().notNull(),
  lockVersion: integer('lock_version').notNull(),
  updatedByName: text('updated_by_name'),
  updatedAt: instant('updated_at').notNull(),
})
