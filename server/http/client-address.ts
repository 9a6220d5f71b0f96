import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/**
 * The address that a request certainly came from, IPv4 where it is one; null if that can't be told. Behind a trusted
 * proxy it is the last entry of `X-Forwarded-For`, which the proxy appended: those before it are the client's own
 * words. That header without a trusted proxy tells of one that nobody spoke of, whose address says nothing.
 */
export function addressOf(
  { headers, socket }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  trustProxy: boolean,
): string | null {
  const forwarded = headers['x-forwarded-for']
  if (forwarded === undefined && headers.forwarded === undefined) return plain(socket.remoteAddress ?? '')
  if (!trustProxy || forwarded === undefined) return null
  const last = String(forwarded).split(',').at(-1)?.trim() ?? ''
  // Some proxies add the port.
  return plain(/^\[(.+)\](?::\d+)?$/.exec(last)?.[1] ?? /^([\d.]+):\d+$/.exec(last)?.[1] ?? last)
}

/** An IPv4 address that came by an IPv6 socket (`::ffff:10.0.0.7`) is that IPv4 address. */
function plain(address: string): string | null {
  const text = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  return isIP(text) === 0 ? null : text
}

const lists = new WeakMap<readonly string[], BlockList>()

/** Whether the address is in one of the networks (`10.0.0.0/8`), which `readEnv` has checked. */
export function isWithin(address: string, networks: readonly string[]): boolean {
  let list = lists.get(networks)
  if (!list) {
    list = new BlockList()
    for (const network of networks) {
      const [base = '', bits] = network.split('/')
      list.addSubnet(base, Number(bits), isIP(base) === 6 ? 'ipv6' : 'ipv4')
    }
    lists.set(networks, list)
  }
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

const key = Symbol.for('posthorn.client_address_header')
const holder = globalThis as { [key]?: string }

/**
 * The header by which the web process tells Next's mount the address. Its name is this process's secret, so that no
 * client can set it, however Next is reached.
 */
export function clientAddressHeader(): string {
  holder[key] ??= `x-posthorn-client-${randomBytes(12).toString('hex')}`
  return holder[key]
}
