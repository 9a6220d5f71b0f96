import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, instant } from './columns.ts'

/** A CSV file of users, taken in by the worker; `done` counts its rows, so that it goes on after a crash. */
export const userImports = pgTable(
  'user_imports',
  {
    id: uuid('id').primaryKey(),
    /** The file's. */
    name: text('name').notNull(),
    /** Bytes. */
    size: bigint('size', { mode: 'number' }).notNull(),
    state: text('state')
      .$type<'uploading' | 'uploaded' | 'running' | 'done' | 'failed' | 'cancelled'>()
      .notNull(),
    delimiter: text('delimiter').notNull(),
    /** The file's columns, in order. */
    columns: text('columns').array().notNull(),
    /** Which field a column fills: column → field of the API (`email_address`, `external_id` …). */
    mapping: jsonb('mapping').$type<Record<string, string>>().notNull(),
    /** Whether rows of users that exist change them; else they are skipped. */
    updateExisting: boolean('update_existing').notNull(),
    /** Rows; null while nobody has counted them. */
    total: integer('total'),
    done: integer('done').notNull().default(0),
    created: integer('created').notNull().default(0),
    updated: integer('updated').notNull().default(0),
    skipped: integer('skipped').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    /** Why the whole of it failed. */
    error: text('error'),
    startedBy: text('started_by').notNull(),
    startedByName: text('started_by_name').notNull(),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
  },
  (t) => [index('user_imports_state_idx').on(t.state, t.id)],
)

/** The file, in pieces; gone some days after the end. */
export const userImportChunks = pgTable(
  'user_import_chunks',
  {
    importId: uuid('import_id')
      .notNull()
      .references(() => userImports.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.position] })],
)

/**
 * By what files name people who were erased: a file that was uploaded before takes none of them in. Gone with the last
 * such file.
 */
export const erasedKeys = pgTable('erased_keys', {
  /** SHA-256 of an e-mail address, or an external id, in hex. */
  hash: text('hash').primaryKey(),
  at: instant('at').notNull(),
})

/** Rows that were not taken, as they stood in the file, and why; gone with the file. */
export const userImportErrors = pgTable(
  'user_import_errors',
  {
    importId: uuid('import_id')
      .notNull()
      .references(() => userImports.id, { onDelete: 'cascade' }),
    /** Of the file: 2 is the first below the header. */
    line: integer('line').notNull(),
    cells: jsonb('cells').$type<string[]>().notNull(),
    issues: jsonb('issues').$type<{ column: string | null; message: string }[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.line] })],
)
