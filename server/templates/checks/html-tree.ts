import { commentEnd, readAttributes } from '../compile/html-syntax.ts'

/** An element of a mail as a mail program sees it. Names in small letters, references resolved. */
export interface HtmlElement {
  name: string
  attributes: Map<string, string>
  children: (HtmlElement | string)[]
  parent: HtmlElement | null
}

/** HTML 13.1.2: these have no end tag. */
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
/** What stands in these is no markup. */
const RAW = new Set(['style', 'script', 'title', 'textarea', 'noscript', 'xmp', 'iframe'])

/** HTML as a tree. Tolerant: a tag that is not closed ends with what holds it. Conditional comments are no part of it. */
export function readHtml(source: string): HtmlElement {
  const root: HtmlElement = { name: '#document', attributes: new Map(), children: [], parent: null }
  let at = root
  const addText = (text: string) => {
    if (text !== '') at.children.push(text)
  }
  const tag = /<(?:!--|!|\?|\/?[a-z])/gi
  let done = 0
  for (let match = tag.exec(source); match; match = tag.exec(source)) {
    addText(decodeReferences(source.slice(done, match.index)))
    const open = match[0]
    if (open === '<!--') done = commentEnd(source, match.index) ?? source.length
    else if (open === '<!' || open === '<?') done = after(source, '>', match.index)
    else if (open.startsWith('</')) {
      done = after(source, '>', match.index)
      at = close(at, nameAt(source, match.index + 2))
    } else {
      const name = nameAt(source, match.index + 1)
      const from = match.index + 1 + name.length
      const { attributes, end } = readAttributes(source, from, source.length, new Map())
      done = end ?? source.length
      const element: HtmlElement = {
        name: name.toLowerCase(),
        attributes: new Map(
          attributes.map((one) => [one.name, decodeReferences(source.slice(one.from, one.to))]),
        ),
        children: [],
        parent: at,
      }
      at.children.push(element)
      if (RAW.has(element.name)) {
        const stop = source.slice(done).search(new RegExp(`</${element.name}[\\s/>]`, 'i'))
        const until = stop < 0 ? source.length : done + stop
        const text = source.slice(done, until)
        if (text !== '') element.children.push(text)
        done = after(source, '>', until)
      } else if (!VOID.has(element.name)) at = element
    }
    tag.lastIndex = done
  }
  addText(decodeReferences(source.slice(done)))
  return root
}

/** Every element below, in the order of the source. */
export function* elementsOf(root: HtmlElement): Generator<HtmlElement> {
  const waiting: HtmlElement[] = [root]
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    yield element
    for (const child of element.children.toReversed()) if (typeof child !== 'string') waiting.push(child)
  }
}

/** The text of an element and all below it, spaces collapsed, without what nobody sees. */
export function textOf(element: HtmlElement): string {
  let text = ''
  for (const one of elementsOf(element)) {
    if (one.name === 'style' || one.name === 'script' || one.name === 'title') continue
    for (const child of one.children) if (typeof child === 'string') text += ` ${child}`
  }
  return text
    .replace(/\p{Cf}|\u034f/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}

const nameAt = (source: string, from: number): string =>
  /^[a-z][^\s/>]*/i.exec(source.slice(from, from + 100))?.[0] ?? ''

const after = (source: string, text: string, from: number): number => {
  const found = source.indexOf(text, from)
  return found < 0 ? source.length : found + text.length
}

/** An end tag closes what it names and what stands open in it; one that names nothing open is passed over. */
function close(at: HtmlElement, name: string): HtmlElement {
  const wanted = name.toLowerCase()
  for (let element: HtmlElement | null = at; element; element = element.parent) {
    if (element.name === wanted) return element.parent ?? element
  }
  return at
}

const NAMED: Record<string, string> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', copy: '©', zwnj: '\u200c' },
  ...{ colon: ':', tab: '\t', newline: '\n', sol: '/', period: '.', mdash: '—', ndash: '–', hellip: '…' },
}

function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));?/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  })
}
