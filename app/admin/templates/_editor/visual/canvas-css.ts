import type { CSSProperties } from 'react'
import { lookOf } from '../../../../../emails/_studio/visual/look.ts'
import type { Theme } from '../../../../../emails/_studio/visual/types.ts'

const css = (style: CSSProperties): string =>
  Object.entries(style)
    .map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`)
    .join(';')

/** The mail's look for the editor's canvas: the same styles that the mail gets, by the nodes' names. */
export function canvasCss(theme: Theme): string {
  const look = lookOf(theme)
  const { colours, width, radius } = theme
  const rules: [string, CSSProperties | string][] = [
    ['', `background:${colours.page};padding:24px 12px 32px`],
    [
      '.ProseMirror',
      `max-width:${width}px;margin:0 auto;background:${colours.card};border:1px solid ${look.line};border-radius:${look.cardRadius};padding:28px 36px;min-height:280px;color-scheme:light`,
    ],
    ['p', look.paragraph],
    ['p[data-look*="small"]', { ...look.small, ...look.muted }],
    ['p[data-look*="muted"]', look.muted],
    ['p[data-look*="large"]', look.large],
    ['h1', look.h1],
    ['h2', look.h2],
    ['h3', look.h3],
    ['ul', { ...look.list, listStyleType: 'disc' }],
    ['ol', { ...look.list, listStyleType: 'decimal' }],
    ['li', look.item],
    ['li > p', 'margin:0'],
    ['blockquote', look.quote],
    ['hr', look.rule],
    ['a', look.link],
    ['code', look.code],
    ['div[data-button]', 'margin:8px 0 20px;background:none !important;color:inherit !important'],
    ['div[data-button] > span', { ...look.button, display: 'inline-block', minWidth: '2em' }],
    [
      'section[data-section]',
      `margin:4px 0 20px;padding:16px;border-radius:${radius}px;outline:1px dashed ${look.line}`,
    ],
    ['section[data-border]', `outline:none;border:1px solid ${look.line}`],
    ['div[data-columns]', 'display:flex;gap:16px;margin:0 0 12px'],
    ['div[data-column]', `flex:1;min-width:0;outline:1px dashed ${look.line};outline-offset:3px`],
    ['table', 'width:100%;border-collapse:collapse;margin:0 0 20px;table-layout:fixed'],
    ['th', { ...look.header, textAlign: 'left' }],
    ['td', { ...look.cell, borderTop: `1px solid ${look.line}`, verticalAlign: 'top' }],
    ['table[data-lines="false"] td', 'border-top-color:transparent'],
    ['th + th, td + td', 'padding-left:14px'],
    ['th > p, td > p', 'margin:0;font-size:inherit;color:inherit'],
    ['.image', 'margin:0 0 16px'],
    ['.image img', 'display:inline-block;max-width:100%;height:auto'],
  ]
  return rules
    .map(([selector, style]) => {
      const scoped = selector
        .split(', ')
        .map(
          (part) =>
            `.visual-canvas ${part === '' || part === '.ProseMirror' ? part : `.ProseMirror ${part}`}`,
        )
      return `${scoped.join(',').trim()}{${typeof style === 'string' ? style : css(style)}}`
    })
    .join('\n')
}
