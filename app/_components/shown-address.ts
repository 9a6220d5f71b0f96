export const isEndpoint = (address: string): boolean => /^https?:\/\//.test(address)

/** An address beside the name of its channel: of a push endpoint its host, for the rest tells people nothing. */
export const addressBesideChannel = (address: string): string =>
  (isEndpoint(address) && URL.parse(address)?.host) || address

/** An address that stands alone: an e-mail as it is, a push endpoint as `push at fcm.googleapis.com`. */
export const shownAddress = (address: string): string =>
  isEndpoint(address) ? `push at ${addressBesideChannel(address)}` : address
