import type { SourceAuth } from '#server/db/schema/sources.ts'

export interface SnippetParts {
  auth: SourceAuth
  /** `https://host/webhook/shop` */
  address: string
  /** The signing secret; null where it is not known, then a variable stands for it. */
  secret: string | null
  /** What is sent. */
  event?: Readonly<Record<string, string>>
}

/** A value within a shell's single quotes. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

const order = { type: 'ORDER_CREATED', order_id: '123', customer_email: 'you@example.com' }

/** Sends an event to the source from a shell; signed with openssl where it wants a signature. */
export function curlSnippet({ auth, address, secret, event = order }: SnippetParts): string {
  const body = JSON.stringify(event)
  if (auth !== 'signature') {
    const key = auth === 'key' ? [`  -H "Authorization: Bearer $POSTHORN_API_KEY" \\`] : []
    return [
      `curl -X POST ${quoted(address)} \\`,
      ...key,
      `  -H 'Content-Type: application/json' \\`,
      `  -d ${quoted(body)}`,
    ].join('\n')
  }
  return [
    `secret=${secret === null ? '"$POSTHORN_WEBHOOK_SECRET"' : quoted(secret)}`,
    `body=${quoted(body)}`,
    `id="msg_$(openssl rand -hex 12)"`,
    `time="$(date +%s)"`,
    `key="$(printf %s "\${secret#whsec_}" | openssl base64 -d -A | od -An -vtx1 | tr -d ' \\n')"`,
    `signature="$(printf %s "$id.$time.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)"`,
    `curl -X POST ${quoted(address)} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -H "webhook-id: $id" -H "webhook-timestamp: $time" -H "webhook-signature: v1,$signature" \\`,
    `  -d "$body"`,
  ].join('\n')
}

/** Sends an event to the source from Node; signed with the official library where it wants a signature. */
export function nodeSnippet({ auth, address, secret, event = order }: SnippetParts): string {
  const signs = auth === 'signature'
  const headers = [
    `    'Content-Type': 'application/json',`,
    ...(auth === 'key' ? [`    Authorization: 'Bearer ' + process.env.POSTHORN_API_KEY,`] : []),
    ...(signs
      ? [
          `    'webhook-id': id,`,
          `    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),`,
          `    'webhook-signature': webhook.sign(id, at, body),`,
        ]
      : []),
  ]
  const text = `const body = JSON.stringify(${JSON.stringify(event)})`
  return [
    ...(signs
      ? [
          `import { randomUUID } from 'node:crypto'`,
          `import { Webhook } from 'standardwebhooks' // npm install standardwebhooks`,
          '',
          `const webhook = new Webhook(${secret === null ? 'process.env.POSTHORN_WEBHOOK_SECRET' : JSON.stringify(secret)})`,
          text,
          `const id = 'msg_' + randomUUID()`,
          'const at = new Date()',
        ]
      : [text]),
    `const response = await fetch(${JSON.stringify(address)}, {`,
    `  method: 'POST',`,
    `  headers: {`,
    ...headers,
    `  },`,
    `  body,`,
    `})`,
    `console.log(response.status, await response.text())`,
  ].join('\n')
}
