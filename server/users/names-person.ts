import { normalise } from '#server/ingest/normalise.ts'

/** By what stored data names somebody: ids, and addresses. */
export interface Named {
  names: readonly string[]
  addresses: readonly string[]
}

/**
 * Whether data is about this person: one of the addresses stands anywhere in it, a name is its customer's id, or a name
 * that can be nobody else's (a UUID, `ext:…`) is one of its values.
 */
export function namesPerson(data: Record<string, unknown>, { names, addresses }: Named): boolean {
  const json = JSON.stringify(data)
  if (addresses.some((address) => standsIn(json, address))) return true
  const { customerId } = normalise(data)
  return names.some((name) => name === customerId || (isUnique(name) && json.includes(JSON.stringify(name))))
}

const isUnique = (name: string) => name.startsWith('ext:') || /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(name)

/** Not as the end, or the beginning, of a longer address. */
function standsIn(json: string, address: string): boolean {
  const written = JSON.stringify(address).slice(1, -1)
  const escaped = written.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  return new RegExp(`(?<![\\w.+-])${escaped}(?![\\w-]|\\.\\w)`, 'i').test(json)
}
