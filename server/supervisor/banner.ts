import type { Env } from '#server/env.ts'

/** What the first start made; told once, because only hashes are kept. */
export interface Made {
  /** `password` only if it was generated. */
  owner?: { email: string; password?: string }
  apiKey?: string
}

/** What a person needs to go on, once everything runs: address, sign-in, key, a first `curl`, logs. */
export function banner(env: Env, made: Made, logFile: string | null): string {
  const once = '   (shown only now)'
  const rows: [string, string][] = [['Dashboard', `${env.appUrl}/admin`]]
  if (made.owner) {
    rows.push(['Sign in as', made.owner.email])
    rows.push(['Password', made.owner.password ? made.owner.password + once : 'the one in OWNER_PASSWORD'])
  } else {
    rows.push(['Sign in', 'with the e-mail address and password shown at the first start'])
  }
  if (made.apiKey) rows.push(['API key', made.apiKey + once])
  else if (!env.access.internalApiSecret)
    rows.push(['API key', 'the one shown at the first start, here $POSTHORN_API_KEY'])
  const more: [string, string][] = logFile ? [['Logs', logFile]] : []
  const table = (lines: [string, string][]) => lines.map(([name, value]) => `  ${name.padEnd(12)}${value}`)
  return [
    '',
    'Posthorn is ready.',
    '',
    ...table(rows),
    '',
    '  Send a first notification:',
    '',
    curl(env, made.apiKey),
    '',
    ...table([...more, ['Stop', 'Ctrl-C']]),
    '',
  ].join('\n')
}

/** One line for logs: what was newly made, where no person reads a banner. Null when nothing was. */
export function credentials({ owner, apiKey }: Made): string | null {
  const parts = [
    ...(owner ? [`sign in as ${owner.email} with ${owner.password ?? 'OWNER_PASSWORD'}`] : []),
    ...(apiKey ? [`API key ${apiKey}`] : []),
  ]
  return parts.length > 0 ? `First start, shown only now: ${parts.join('; ')}` : null
}

function curl(env: Env, apiKey: string | undefined): string {
  const variable = env.access.internalApiSecret ? '$INTERNAL_API_SECRET' : '$POSTHORN_API_KEY'
  const body = {
    type: 'ORDER_CREATED',
    data: { order_id: '123', order_total: 599, customer_email: 'user@example.com' },
  }
  return [
    `curl -X POST ${env.appUrl}/v1/notifications \\`,
    `  -H "Authorization: Bearer ${apiKey ?? variable}" -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n')
}
