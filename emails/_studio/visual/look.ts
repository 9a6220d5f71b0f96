import type { CSSProperties } from 'react'
import { contrast, luminance, mixed, readableOn } from './colours.ts'
import type { Theme } from './types.ts'

/** What mail programs have; without quotes, which would be escaped in every cell. */
const FONTS: Record<string, string> = {
  system: '-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica, Arial, sans-serif',
  arial: 'Arial, Helvetica, sans-serif',
  georgia: 'Georgia, Times New Roman, serif',
  verdana: 'Verdana, Geneva, sans-serif',
  tahoma: 'Tahoma, Verdana, sans-serif',
  trebuchet: 'Trebuchet MS, Tahoma, sans-serif',
  times: 'Times New Roman, Times, serif',
  courier: 'Courier New, Courier, monospace',
}

const px = (size: number): string => `${Math.round(size)}px`

/** Every style of a visual mail, from the theme that all templates share. The editor's canvas has the same. */
export function lookOf(theme: Theme) {
  const { colours, fontSize: size, radius } = theme
  const fontFamily = FONTS[theme.font] ?? FONTS.system
  const headingFont = theme.headingFont === 'same' ? fontFamily : (FONTS[theme.headingFont] ?? fontFamily)
  const line = mixed(colours.card, colours.text, 0.12)
  const panel = mixed(colours.card, colours.page, 0.5)
  const base: CSSProperties = { fontFamily, color: colours.text }
  const text: CSSProperties = {
    ...base,
    fontSize: px(size),
    lineHeight: px(size * 1.6),
    wordBreak: 'break-word',
  }
  const heading = (scale: number, after: number): CSSProperties => ({
    ...base,
    fontFamily: headingFont,
    margin: `0 0 ${after}px`,
    fontSize: px(size * scale),
    lineHeight: px(size * scale * 1.3),
    fontWeight: 600,
    wordBreak: 'break-word',
  })
  const small: CSSProperties = { ...text, fontSize: px(size * 0.8), lineHeight: px(size * 1.25) }
  return {
    line,
    panel,
    fontFamily,
    text,
    muted: { color: colours.muted },
    paragraph: { ...text, margin: '0 0 12px' },
    h1: heading(1.6, 12),
    h2: heading(1.25, 10),
    h3: heading(1, 8),
    small,
    large: { ...text, fontSize: px(size * 1.2), lineHeight: px(size * 1.75), fontWeight: 600 },
    list: { ...text, margin: '0 0 12px', paddingLeft: '24px' },
    item: { margin: '0 0 4px' },
    quote: { margin: '0 0 12px', padding: '2px 0 2px 14px', borderLeft: `3px solid ${line}` },
    rule: { margin: '8px 0 20px', border: 'none', borderTop: `1px solid ${line}`, width: '100%' },
    button: {
      ...base,
      backgroundColor: colours.accent,
      color: colours.onAccent,
      borderRadius: px(radius),
      fontSize: px(size),
      fontWeight: 600,
      padding: '12px 20px',
    },
    link: { color: colours.accent, textDecoration: 'underline' },
    code: {
      fontFamily: 'Menlo, Consolas, Courier New, monospace',
      fontSize: '0.92em',
      padding: '1px 4px',
      borderRadius: '4px',
      backgroundColor: panel,
    },
    header: { ...text, color: colours.muted, fontWeight: 400, padding: '0 0 8px' },
    cell: { ...text, padding: '9px 0' },
    cardRadius: px(radius === 0 ? 0 : radius + 6),
  } satisfies Record<string, CSSProperties | string | undefined>
}

export type Look = ReturnType<typeof lookOf>

function darkRules(theme: Theme): string[] {
  const card = '#1a1917'
  const line = '#35322f'
  const accent = readableOn(card, theme.colours.accent)
  const onAccent = contrast(accent, '#ffffff') >= 4.5 ? '#ffffff' : '#0b0b0a'
  return [
    '.page{background-color:#110f0e !important}',
    `.card{background-color:${card} !important;border-color:${line} !important}`,
    `.panel{background-color:#22201e !important;border-color:${line} !important}`,
    `.line{border-color:${line} !important}`,
    '.text{color:#ecebe8 !important}',
    '.muted{color:#b3b0ab !important}',
    `.link{color:${accent} !important}`,
    `.solid{background-color:${accent} !important;color:${onAccent} !important}`,
  ]
}

/** A theme that is dark by itself needs no second one. */
export const isDark = (theme: Theme): boolean => luminance(theme.colours.card) < 0.2

/**
 * Two sheets, since Gmail drops a whole one for a single rule that it does not know. Apple Mail and others follow the
 * media query; Outlook on the web marks what it darkens with data-ogsc.
 */
export function styleSheetsOf(theme: Theme): string[] {
  const narrow =
    '@media (max-width:480px){.gutter{padding-left:20px !important;padding-right:20px !important}.column{display:block !important;width:100% !important;padding-left:0 !important;padding-right:0 !important}}'
  if (isDark(theme)) return [narrow]
  const rules = darkRules(theme)
  return [
    narrow,
    [
      ':root{color-scheme:light dark;supported-color-schemes:light dark}',
      `@media (prefers-color-scheme:dark){${rules.join('')}}`,
      ...rules.map((rule) => `[data-ogsc] ${rule}`),
    ].join('\n'),
  ]
}
