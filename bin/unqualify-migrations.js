// drizzle-kit writes foreign keys as REFERENCES "public".…; our tables stand in POSTGRES_SCHEMA, found by search_path.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const folder = new URL('../drizzle/', import.meta.url)
for (const name of readdirSync(folder).filter((file) => file.endsWith('.sql'))) {
  const file = new URL(name, folder)
  const before = readFileSync(file, 'utf8')
  const after = before.replaceAll('"public".', '')
  if (after !== before) writeFileSync(file, after)
}
