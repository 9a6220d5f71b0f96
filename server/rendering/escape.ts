import type { ValueContext } from '#server/templates/compile/format.ts'

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
}

/** Text for between tags and for quoted attributes. */
export const escapeHtml = (text: string): string =>
  /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character) : text

/**
 * One line of a mail's header: line breaks and control characters become a space (header injection, RFC 5322 2.2), and
 * what turns the direction of everything after it is dropped.
 */
export const headerLine = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\u202a-\u202e\u2066-\u2069]+/g, '')

/** What stands for an address that must not be followed. */
const NOWHERE = '#'
const ALLOWED = /^(?:https?|mailto|tel):/i

/**
 * The address if its scheme may stand in a link, else `#`. Control characters go, as URL parsers drop them while they
 * read the scheme.
 */
export function safeLink(text: string): string {
  const link = text.replace(/\p{Cc}+/gu, '').trim()
  return ALLOWED.test(link) ? link.replace(/\s/g, encodeURIComponent) : NOWHERE
}

/** An address in plain text, where one without a scheme does no harm. */
const safeLinkText = (text: string): string =>
  /^[a-z][a-z0-9+.-]*:/i.test(text.replace(/[\p{Cc}\s]+/gu, '')) ? safeLink(text) : text

const percent = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

/** RFC 3986 2.3: everything but unreserved characters; with them `'()*!`, which end a CSS `url()`. */
const encodePart = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/['()*!]/g, percent)

/** A length, a number, a colour, a name, or a function of numbers (`rgb(1, 2, 3)`): nothing that ends its declaration. */
const cssValue = (text: string): string =>
  /^(?:rgb|hsl)a?\([\d.,%\s/]+\)$/i.test(text) ? text : text.replace(/[^\p{L}\p{N}#%.,_\s-]+/gu, '')

/** A value as it may stand in its context. */
export function escapeFor(context: ValueContext, text: string): string {
  switch (context) {
    case 'text':
      return text
    case 'link-text':
      return safeLinkText(text)
    case 'header':
      return headerLine(text)
    case 'html':
    case 'attribute':
      return escapeHtml(text)
    case 'link':
      return escapeHtml(safeLink(text))
    case 'link-part':
      return encodePart(text)
    case 'address-part':
      return encodePart(text).replaceAll('%40', '@').replaceAll('%2B', '+')
    case 'css':
      return cssValue(text)
    case 'enclosed-link':
      return escapeHtml(safeLink(text).replace(/["'()\\<>,]/g, percent))
  }
}
