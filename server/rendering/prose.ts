import { escapeHtml, safeLink } from './escape.ts'

/** An address in running text: up to a space, a quote or a bracket, without the sentence's own full stop. */
const ADDRESS = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"'`{}]*[^\s<>"'`{}.,;:!?)\]]/gi

/** Plain text as paragraphs of HTML: blank lines part them, line breaks stay, addresses become links. */
export function proseToHtml(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .trim()
    .split(/\n[^\S\n]*\n\s*/)
    .map(
      (paragraph) =>
        `<p dir="auto" style="margin:0 0 16px">${withLinks(paragraph).replaceAll('\n', '<br>\n')}</p>`,
    )
    .join('\n')
}

function withLinks(text: string): string {
  let html = ''
  let done = 0
  for (const match of text.matchAll(ADDRESS)) {
    const [address] = match
    html += escapeHtml(text.slice(done, match.index))
    html += `<a class="link" href="${escapeHtml(safeLink(address))}" style="color:#006c70">${escapeHtml(address)}</a>`
    done = match.index + address.length
  }
  return html + escapeHtml(text.slice(done))
}
