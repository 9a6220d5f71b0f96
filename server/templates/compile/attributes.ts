import type { ValueContext } from './format.ts'

/** Attributes that a mail client may follow or load. */
const LINKS = new Set([
  ...['href', 'src', 'action', 'formaction', 'poster', 'background', 'cite', 'data', 'longdesc', 'ping'],
  ...[
    'srcset',
    'imagesrcset',
    'codebase',
    'classid',
    'profile',
    'usemap',
    'manifest',
    'lowsrc',
    'dynsrc',
    'icon',
  ],
])
const ALLOWED = new Set(['https', 'http', 'mailto', 'tel'])

/** Whether the attribute holds an address: `href`, `srcset`, `xlink:href`, `v:src` … */
export const isLink = (name: string): boolean => LINKS.has(name) || /:(?:href|src)$/.test(name)

/** Why no variable may stand there. */
export interface Refused {
  refused: string
}

/**
 * The context of a variable in an attribute. `before`: the attribute's value up to it as written, a variable there
 * already replaced by what it can at most be.
 */
export function contextIn(name: string, before: string): ValueContext | Refused {
  if (/^on[a-z]/.test(name)) return { refused: `a variable can not stand in a script (${name})` }
  if (name === 'srcdoc') return { refused: 'a variable can not stand in srcdoc' }
  const text = decoded(before)
  if (name === 'style') return inStyle(text)
  if (!isLink(name)) return 'attribute'
  return name.endsWith('srcset') ? enclosed(text.slice(text.lastIndexOf(',') + 1)) : inLink(text)
}

function inLink(before: string): ValueContext | Refused {
  // URL parsers drop leading spaces, and tabs and line breaks everywhere.
  const start = before.replace(/[\p{Cc} ]+/gu, '')
  if (start === '') return 'link'
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(start)?.[1]?.toLowerCase()
  if (scheme === undefined) return 'link-part'
  if (!ALLOWED.has(scheme)) return { refused: `a variable can not stand in a ${scheme}: link` }
  return scheme === 'mailto' || scheme === 'tel' ? 'address-part' : 'link-part'
}

function enclosed(before: string): ValueContext | Refused {
  const context = inLink(before)
  return context === 'link' ? 'enclosed-link' : context
}

function inStyle(before: string): ValueContext | Refused {
  const url = /url\(\s*["']?([^"')]*)$/i.exec(before)
  if (url) return enclosed(url[1] ?? '')
  return before.slice(before.lastIndexOf(';') + 1).includes(':')
    ? 'css'
    : { refused: 'in style a variable can stand for a value, not for a whole declaration' }
}

/** References that could hide a scheme, a comma or a bracket from the checks above. */
const NAMED: Record<string, string> = {
  ...{ colon: ':', tab: '\t', newline: '\n', amp: '&', quot: '"', apos: "'", lpar: '(', rpar: ')' },
  ...{ comma: ',', semi: ';', sol: '/', nbsp: '\u00a0' },
}

function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));?/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
