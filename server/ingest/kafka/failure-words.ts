import { isDatabaseAway } from '#server/db/client.ts'

/** What went wrong, for the people who look at the dashboard: no secrets, no stack. */
export function failureWords(error: unknown): string {
  if (isDatabaseAway(error)) return 'PostgreSQL is away. Nothing is lost: reading goes on when it is back.'
  const messages = innermost(error)
  const codes = messages.map(({ code }) => code)
  const text = messages.map(({ message }) => message).join(' ')
  if (/ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EAI_AGAIN/.test(`${codes.join(' ')} ${text}`)) {
    const where = [
      ...text.matchAll(/(?:Connection to|ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH) ([\w.:[\]-]+)/g),
    ]
    const brokers = [...new Set(where.map(([, broker]) => broker))].join(', ')
    return `No broker can be reached${brokers ? ` (${brokers})` : ''}. It is tried again every few seconds.`
  }
  if (/PLT_KFK_AUTHENTICATION|SASL_AUTHENTICATION_FAILED/.test(`${codes.join(' ')} ${text}`))
    return 'The broker refuses the user name or password (KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD).'
  return messages[0]?.message.slice(0, 300) || 'Reading from Kafka failed.'
}

/** The errors that the client wraps in others, deepest first. */
function innermost(error: unknown): { code: string; message: string }[] {
  if (!(error instanceof Error)) return [{ code: '', message: String(error) }]
  const inner = [
    ...(error instanceof AggregateError ? error.errors : []),
    ...(error.cause ? [error.cause] : []),
  ]
  const own = { code: 'code' in error ? String(error.code) : '', message: error.message }
  return [...inner.flatMap(innermost), own]
}
