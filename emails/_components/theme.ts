import type { CSSProperties } from 'react'

/** What happened, as a colour; the word beside it says the same. */
export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'

/** Without quotes, which would be escaped in every cell. */
export const font = '-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica, Arial, sans-serif'

/** The dashboard's own colours (app/globals.css), in hex, since mail clients know nothing newer. */
export const light = {
  page: '#f5f3f0',
  card: '#ffffff',
  panel: '#faf9f7',
  line: '#e4e2df',
  text: '#1d1a17',
  muted: '#605b56',
  accent: '#006c70',
  onAccent: '#ffffff',
}

const dark: typeof light = {
  page: '#110f0e',
  card: '#1a1917',
  panel: '#22201e',
  line: '#35322f',
  text: '#ecebe8',
  muted: '#b3b0ab',
  accent: '#68cecd',
  onAccent: '#081717',
}

interface TonePair {
  text: string
  background: string
}

export const tones: Record<Tone, TonePair> = {
  neutral: { text: '#605b56', background: '#f3f1ef' },
  accent: { text: '#00595e', background: '#e3f4f5' },
  good: { text: '#146c39', background: '#e5faeb' },
  warn: { text: '#8d5406', background: '#fff4db' },
  bad: { text: '#bc2729', background: '#fff0ef' },
}

const darkTones: Record<Tone, TonePair> = {
  neutral: { text: '#b3b0ab', background: '#2c2a27' },
  accent: { text: '#82e1e0', background: '#142c2d' },
  good: { text: '#6ad895', background: '#15291d' },
  warn: { text: '#f0be67', background: '#312410' },
  bad: { text: '#fa9390', background: '#3a1b1a' },
}

const base: CSSProperties = { fontFamily: font, color: light.text }

export const styles = {
  heading: {
    ...base,
    margin: '0 0 12px',
    fontSize: '24px',
    lineHeight: '31px',
    fontWeight: 600,
    letterSpacing: '-0.3px',
    textWrap: 'balance',
    wordBreak: 'break-word',
  },
  subheading: { ...base, margin: '0 0 8px', fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  paragraph: { ...base, margin: '0 0 12px', fontSize: '15px', lineHeight: '24px', wordBreak: 'break-word' },
  label: { ...base, color: light.muted, fontSize: '14px', lineHeight: '20px' },
  value: { ...base, fontSize: '14px', lineHeight: '20px', wordBreak: 'break-word' },
  small: { ...base, color: light.muted, fontSize: '12px', lineHeight: '18px', wordBreak: 'break-word' },
  strong: { ...base, fontSize: '18px', lineHeight: '26px', fontWeight: 600, wordBreak: 'break-word' },
} satisfies Record<string, CSSProperties>

function darkRules(): [selector: string, declarations: string][] {
  const rules: [string, string][] = [
    ['.page', `background-color:${dark.page} !important`],
    ['.card', `background-color:${dark.card} !important;border-color:${dark.line} !important`],
    ['.panel', `background-color:${dark.panel} !important;border-color:${dark.line} !important`],
    ['.line', `border-color:${dark.line} !important`],
    ['.text', `color:${dark.text} !important`],
    ['.muted', `color:${dark.muted} !important`],
    ['.link', `color:${dark.accent} !important`],
    ['.solid', `background-color:${dark.accent} !important;color:${dark.onAccent} !important`],
  ]
  for (const [tone, pair] of Object.entries(darkTones)) {
    rules.push([
      `.tone-${tone}`,
      `background-color:${pair.background} !important;color:${pair.text} !important`,
    ])
  }
  return rules
}

function rulesFor(scope: string): string {
  return darkRules()
    .map(([selector, declarations]) => `${scope}${selector}{${declarations}}`)
    .join('')
}

/**
 * Two sheets, since Gmail drops a whole one for a single rule that it does not know. Apple Mail and others follow
 * the media query; Outlook on the web marks what it darkens with data-ogsc.
 */
export const styleSheets = [
  '@media (max-width:480px){.gutter{padding-left:20px !important;padding-right:20px !important}.heading{font-size:21px !important;line-height:28px !important}}',
  [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    `@media (prefers-color-scheme:dark){${rulesFor('')}}`,
    rulesFor('[data-ogsc] '),
  ].join('\n'),
]

/** Outlook for Windows knows no max-width: without this the card is as wide as its window. */
export const outlookStyleSheet =
  '<!--[if mso]><style>.container{width:600px}td,p,a,h1,h2{font-family:"Segoe UI",Arial,sans-serif !important}</style><![endif]-->'
