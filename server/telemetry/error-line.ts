const CAUSES_MAX = 5

/**
 * An error as the log keeps it: types, words and frames of it and its causes, and the innermost code. Nothing else of
 * it: Drizzle's errors carry a statement's parameters, in their message too, and PostgreSQL's the offending row.
 */
export function errorLine(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const chain: Error[] = []
  for (let one: unknown = error; one instanceof Error && chain.length < CAUSES_MAX; one = one.cause)
    chain.push(one)
  const code = chain.findLast((one) => 'code' in one)
  return {
    type: error.name,
    ...(code && { code: (code as Error & { code: unknown }).code }),
    message: chain.map(wordsOf).join(': '),
    stack: chain
      .map((one) => `${one.name}: ${wordsOf(one)}${framesOf(one)}`)
      .join('\ncaused by ')
      .slice(0, 8000),
  }
}

function wordsOf(error: Error): string {
  return 'query' in error && 'params' in error ? `Failed query: ${error.query}` : error.message
}

/** A stack begins with the message, whatever that holds. */
function framesOf({ stack = '', message }: Error): string {
  const at = stack.indexOf(message)
  return at === -1 ? '' : stack.slice(at + message.length)
}
