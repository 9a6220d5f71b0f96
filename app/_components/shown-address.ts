/**
 * An address as people know it: an e-mail as it is, a push endpoint (some 200 characters that tell nobody anything) as
 * `push at fcm.googleapis.com`.
 */
export function shownAddress(address: string): string {
  const host = isEndpoint(address) ? URL.parse(address)?.host : null
  return host ? `push at ${host}` : address
}

export const isEndpoint = (address: string): boolean => /^https?:\/\//.test(address)
