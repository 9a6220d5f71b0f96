import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

// A certificate of one's own (X.509, RFC 5280) for a server on this machine, in DER by hand: nothing else makes one here.

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const utcTime = (at: Date) =>
  der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`, 'ascii'))
const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content)

/** id-at-commonName, ecdsa-with-SHA256, id-ce-subjectAltName, id-ce-basicConstraints. */
const [COMMON_NAME, ECDSA, ALT_NAME, CONSTRAINTS] = [
  '550403',
  '2a8648ce3d040302',
  '551d11',
  '551d13',
] as const
const YEAR_MS = 365 * 24 * 60 * 60_000

/** For `localhost`, 127.0.0.1 and `names`, good for a year; PEM. It is its own authority: who trusts it trusts the server. */
export function ownCertificate(...names: string[]): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid(ECDSA))
  const name = sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, Buffer.from('Posthorn test')))))
  const now = Date.now()
  const altNames = sequence(
    ...['localhost', ...names].map((host) => der(0x82, Buffer.from(host))),
    der(0x87, Buffer.from([127, 0, 0, 1])),
  )
  const authority = sequence(der(0x01, Buffer.from([0xff])))
  const extensions = sequence(
    sequence(oid(ALT_NAME), der(0x04, altNames)),
    sequence(oid(CONSTRAINTS), der(0x01, Buffer.from([0xff])), der(0x04, authority)),
  )
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(utcTime(new Date(now - 60_000)), utcTime(new Date(now + YEAR_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  )
  const certificate = sequence(content, algorithm, bits(sign('sha256', content, privateKey)))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
