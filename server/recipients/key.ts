import { createHash } from 'node:crypto'

/** SHA-256 of an address in lower case, in hex: by it something is kept of somebody without keeping who it is. */
export const addressHash = (address: string): string =>
  createHash('sha256').update(address.toLowerCase()).digest('hex')

/** By what planning knows somebody from one notification to the next: a user's id, else the address's hash. */
export const recipientKey = (userId: string | null, address: string): string => userId ?? addressHash(address)
