import { clientAddressHeader } from '#server/http/client-address.ts'
import { limitInvalidLinks } from '#server/recipients/limits.ts'
import { acceptedLanguages, pageLanguage, wordsIn } from './_words/language.ts'

/** The client that asks, as our own server saw it; behind a proxy that is not trusted, the proxy. */
const clientOf = (headers: Pick<Headers, 'get'>): string =>
  headers.get(clientAddressHeader()) ?? headers.get('x-forwarded-for') ?? 'unknown'

/** Counts a link that is not valid. Answers 0, or after how many seconds the client may try again. */
export const countInvalid = (headers: Pick<Headers, 'get'>): number => limitInvalidLinks(clientOf(headers))

/** To a program: too many came, and when there may be more. */
export function tooMany(seconds: number): Response {
  const detail = `Too many requests: try again in ${seconds} s.`
  return Response.json({ detail }, answerAfter(seconds))
}

/** To whoever pressed a button, in their language. */
export function tooManyInWords(seconds: number, headers: Pick<Headers, 'get'>): Response {
  const { tooMany: words } = wordsIn(pageLanguage(acceptedLanguages(headers.get('accept-language'))))
  return new Response(words.text(seconds), answerAfter(seconds))
}

const answerAfter = (seconds: number): ResponseInit => ({
  status: 429,
  headers: { 'retry-after': String(seconds), 'cache-control': 'no-store' },
})
