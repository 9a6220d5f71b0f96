import { escapeHtml } from '#server/rendering/escape.ts'

/** Of a link that its reader did not ask for, in the mail's own language. */
const words: Record<string, string> = {
  en: 'Unsubscribe or choose what you get',
  de: 'Abbestellen oder auswählen, was Sie bekommen',
  fr: 'Se désabonner ou choisir ce que vous recevez',
  es: 'Darse de baja o elegir qué recibe',
  it: 'Annulla l’iscrizione o scegli cosa ricevere',
  nl: 'Afmelden of kiezen wat u ontvangt',
  pt: 'Cancelar a subscrição ou escolher o que recebe',
  pl: 'Zrezygnuj lub wybierz, co otrzymujesz',
  sv: 'Avsluta prenumerationen eller välj vad du får',
  da: 'Afmeld eller vælg, hvad du får',
}

/** A ground of its own, so that the words are readable (AA) on whatever the mail's is. */
const BOX =
  'margin:0;padding:16px;background-color:#ffffff;color:#595959;font-family:Arial,Helvetica,sans-serif;font-size:13px;line-height:20px;text-align:center'

export interface Bodies {
  html: string
  text: string
}

/**
 * HTML and text with a visible link to the recipient's page, each as it is where the template put the link there
 * itself. `locale`: BCP 47, of the mail's words.
 */
export function withUnsubscribeLink({ html, text }: Bodies, page: string, locale: string): Bodies {
  const language = (locale.split('-')[0] ?? '').toLowerCase()
  const known = language in words ? language : 'en'
  const phrase = words[known] ?? ''
  return {
    html: html === '' || html.includes(page) ? html : beforeEnd(html, box(phrase, page, known)),
    text: text.includes(page) ? text : `${text.trimEnd()}\n\n${phrase}: ${page}\n`.trimStart(),
  }
}

const box = (phrase: string, page: string, language: string): string =>
  `<div lang="${language}" dir="ltr" style="${BOX}"><a href="${escapeHtml(page)}" style="color:#595959;text-decoration:underline">${escapeHtml(phrase)}</a></div>`

/** A mail without a body's end takes it at its own. */
function beforeEnd(html: string, addition: string): string {
  const end = [...html.matchAll(/<\/body\s*>/gi)].at(-1)?.index ?? html.length
  return html.slice(0, end) + addition + html.slice(end)
}
