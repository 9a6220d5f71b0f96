import { explainError } from './client.tsx'

/** What the server says of one field (`items[0].price`), as a sentence to stand below it; undefined if nothing. */
export function fieldError(error: unknown, path: string): string | undefined {
  if (!error) return undefined
  const message = explainError(error).issues.find((issue) => issue.path === path)?.message
  return message && sentence(message)
}

/** `must not be empty` → `Must not be empty.` */
export const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`
