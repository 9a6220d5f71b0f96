import { createHash, verify } from 'node:crypto'

// A verifier of its own, so that what signs is not what checks. RFC 6376, rsa-sha256, relaxed/relaxed alone.

export interface DkimSignature {
  /** The tags of `DKIM-Signature` (§3.5). */
  tags: Readonly<Record<string, string>>
  /** The fields that are signed, lower case. */
  signed: string[]
  /** The body is the one that was signed. */
  bodyHolds: boolean
  /** The fields are those that were signed. */
  headersHold: boolean
}

/** Checks a mail's signature. `publicKey`: PEM. Throws when the mail has none. */
export function checkDkim(raw: string, publicKey: string): DkimSignature {
  const split = raw.indexOf('\r\n\r\n')
  const fields = raw.slice(0, split).split(/\r\n(?![ \t])/)
  const body = raw.slice(split + 4)
  const own = fields.find((field) => /^dkim-signature:/i.test(field))
  if (!own) throw new Error('The mail is not signed')
  const tags = Object.fromEntries(
    own
      .slice(own.indexOf(':') + 1)
      .replace(/\s+/g, '')
      .split(';')
      .filter((tag) => tag !== '')
      .map((tag) => tag.split(/=(.*)/s, 2)),
  ) as Record<string, string>
  if (tags.a !== 'rsa-sha256' || tags.c !== 'relaxed/relaxed') throw new Error(`unknown: ${tags.a} ${tags.c}`)
  const signed = (tags.h ?? '').toLowerCase().split(':')
  // §5.4.2: a name that stands twice means the fields from the bottom up; one without a field means none.
  const left = [...fields]
  const taken = signed.flatMap((name) => {
    const at = left.findLastIndex((field) => nameOf(field) === name)
    return at < 0 ? [] : left.splice(at, 1)
  })
  const bare = own.replace(/([;\s:]b=)[^;]*/s, '$1')
  const input = [...taken.map((field) => `${relaxed(field)}\r\n`), relaxed(bare)].join('')
  return {
    tags,
    signed,
    bodyHolds: createHash('sha256').update(relaxedBody(body)).digest('base64') === tags.bh,
    headersHold: verify('sha256', Buffer.from(input), publicKey, Buffer.from(tags.b ?? '', 'base64')),
  }
}

const nameOf = (field: string): string => field.slice(0, field.indexOf(':')).trim().toLowerCase()

/** §3.4.2 */
const relaxed = (field: string): string => {
  const value = field.slice(field.indexOf(':') + 1).replace(/\r\n/g, '')
  return `${nameOf(field)}:${value.replace(/[ \t]+/g, ' ').trim()}`
}

/** §3.4.4 */
const relaxedBody = (body: string): string => {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
  while (lines.length > 0 && lines.at(-1) === '') lines.pop()
  return lines.length > 0 ? `${lines.join('\r\n')}\r\n` : ''
}
