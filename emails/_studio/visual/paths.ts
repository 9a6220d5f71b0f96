// As in the `{name}` templates (`server/templates/compile/placeholders.ts`): identifiers are Unicode's, UAX 31.
const identifier = String.raw`[\p{ID_Start}_]\p{ID_Continue}*`
const path = String.raw`${identifier}(?:\.${identifier})*`
const wholePath = new RegExp(`^${path}$`, 'u')
const wholeName = new RegExp(`^${identifier}$`, 'u')
const placeholder = new RegExp(String.raw`\{(${path})(?:\|([^{}\r\n]*))?\}`, 'gu')

const PATH_MAX = 200
const DEPTH_MAX = 10

/** The names of `order.customer.name`; null when it is no path. */
export function namesOf(text: unknown): string[] | null {
  if (typeof text !== 'string' || text.length > PATH_MAX || !wholePath.test(text)) return null
  const names = text.split('.')
  return names.length <= DEPTH_MAX ? names : null
}

/** Whether a text can name the item of a list. */
export const isName = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= 50 && wholeName.test(text)

/** A text in its parts: what stands there, and the `{path|fallback}` in it. */
export function partsOf(text: string): (string | { path: string[]; fallback?: string })[] {
  const parts: (string | { path: string[]; fallback?: string })[] = []
  let from = 0
  for (const match of text.matchAll(placeholder)) {
    if (match.index > from) parts.push(text.slice(from, match.index))
    const [whole, names = '', fallback] = match
    parts.push({ path: names.split('.'), ...(fallback === undefined ? {} : { fallback }) })
    from = match.index + whole.length
  }
  if (from < text.length) parts.push(text.slice(from))
  return parts
}
