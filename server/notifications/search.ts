/** What a search box's text can name; each kind has an index. */
export type SearchTerm =
  | { kind: 'id'; id: string }
  | { kind: 'email'; address: string; typed: string }
  | { kind: 'key'; value: string }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const traceHex = /^[0-9a-f]{32}$/i

/**
 * How to look for `q`: a UUID (or W3C trace id, 32 hex digits) may be any of our ids, and a caller's own order or
 * correlation id too; so may anything else but an e-mail.
 */
export function searchTerms(q: string): SearchTerm[] {
  const typed = q.trim()
  if (typed === '') return []
  if (/^[^\s@]+@[^\s@]+$/.test(typed)) return [{ kind: 'email', address: typed.toLowerCase(), typed }]
  const key: SearchTerm = { kind: 'key', value: typed }
  if (uuid.test(typed)) return [{ kind: 'id', id: typed.toLowerCase() }, key]
  if (!traceHex.test(typed)) return [key]
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(typed.toLowerCase()) ?? []
  return [{ kind: 'id', id: parts.join('-') }, key]
}
