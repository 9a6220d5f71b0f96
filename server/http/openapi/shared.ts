// What the description says once: headers, credentials, groups.

const uuid = { type: 'string', format: 'uuid' }

/** Headers of answers. */
export const headers = {
  'X-Trace-Id': {
    description:
      'The trace id of the request, on every answer: the caller’s, from `traceparent`, or a new one.',
    required: true,
    schema: uuid,
    example: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736',
  },
  'Idempotency-Replayed': {
    description:
      '`true`: the key was used before with the same body, and this is the answer that was given then.',
    schema: { type: 'string', enum: ['true'] },
  },
  'Retry-After': {
    description: 'Seconds to wait before the next try.',
    required: true,
    schema: { type: 'integer', minimum: 1 },
    example: 5,
  },
  'WWW-Authenticate': {
    description: 'How to bring credentials.',
    schema: { type: 'string' },
    example: 'Bearer',
  },
}

/** Headers of requests. Without examples: the reference would fill them in, and one key serves one body. */
export const parameters = {
  traceparent: {
    name: 'traceparent',
    in: 'header',
    description:
      'W3C Trace Context (`00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`). Its 32 hex digits, written as a UUID, become the trace id of all that follows; what is malformed is ignored.',
    schema: { type: 'string' },
  },
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Carries the call out once: for 24 h the same key with the same body gets the first answer again, with another body 422 (draft-ietf-httpapi-idempotency-key-header). Bare or quoted, 1 to 255 printable ASCII characters; kept per credential, method and path.',
    schema: { type: 'string', minLength: 1, maxLength: 257 },
  },
}

export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key (`ph_…`), made in the dashboard under Settings with the scopes that it needs.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'The same key, in a header of its own.',
  },
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description:
      'Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp` and `webhook-signature` over the raw body, with the source’s `whsec_…` secret; 5 minutes tolerance.',
  },
  resend: {
    type: 'apiKey',
    in: 'header',
    name: 'svix-signature',
    description:
      'As Resend signs: `svix-id`, `svix-timestamp` and `svix-signature` over the raw body, with `RESEND_WEBHOOK_SECRET`; 5 minutes tolerance.',
  },
}

/** The groups, in the order of the description. */
export const tags = [
  {
    name: 'Ingest',
    description: 'Tell Posthorn that something happened. 2xx means that it is stored for good.',
  },
  { name: 'Reading back', description: 'What became of it.' },
  { name: 'Users', description: 'The people who may receive something, what they want and when.' },
  { name: 'Templates', description: 'What is sent, in versions; try one without sending.' },
  { name: 'Feedback', description: 'What providers and mail servers say afterwards.' },
  { name: 'Health', description: 'Whether it lives, is ready, and how its parts are. Open.' },
  { name: 'Description', description: 'This description. Open.' },
]

export const description = `Programs tell Posthorn that something happened; it keeps every such event, works out who should hear of it and how, sends it with retries, and shows each step.

**Paths** answer with and without a trailing slash. **Everything under \`/v1\`** answers in one envelope (\`success\`, \`data\`, \`message\`, \`meta\`; refusals with \`error\`); webhooks, \`/send-notification\`, \`/order/…\` and health answer bare, their refusals as \`{ detail, trace_id, issues? }\`.

**Bodies** are JSON of at most 1 MiB and 64 levels, in UTF-8, without NUL characters, halves of surrogate pairs and the names \`__proto__\`, \`constructor\` and \`prototype\`. Of a name that stands there twice the last value counts. **Times** are RFC 3339 in UTC.`
