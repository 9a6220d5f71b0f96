import { BlockList, isIP } from 'node:net'

/** Not reachable from the Internet, or not one place: IANA's special-purpose registries (RFC 6890), multicast included. */
const special = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(network, bits, 'ipv4')
}
/** Of IPv6 only global unicast (2000::/3) is public, and of that not what carries IPv4 inside or is for examples. */
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(network, bits, 'ipv6')
}

/** Names of this machine, or of one network only (RFC 6761, RFC 6762, RFC 8375, ICANN's `.internal`). */
const LOCAL = /(^|\.)(localhost|localdomain|local|lan|internal|home\.arpa)$/

/**
 * Whether the host of a URL (as `URL` writes it) is one that anybody on the Internet means alike: no private address,
 * no name of a local network. What a name resolves to is for the sender to check, when it connects.
 */
export function isPublicHost(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
  const family = isIP(host)
  if (family === 4) return !special.check(host, 'ipv4')
  if (family === 6) return globalUnicast.check(host, 'ipv6') && !special.check(host, 'ipv6')
  return host.includes('.') && !LOCAL.test(host)
}
