import type { ReactNode } from 'react'
import { Body, Container, Head, Html, Img, Section } from 'react-email'
import { isDark, type Look, styleSheetsOf } from './look.ts'
import { useText } from './marking.tsx'
import type { Theme } from './types.ts'

/** Scripts that run from right to left (Unicode CLDR, by language). */
const RIGHT_TO_LEFT = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'])

interface FrameProps {
  locale: string
  theme: Theme
  look: Look
  children: ReactNode
}

/** What stands around every visual mail: the brand on top, one card, the footer. */
export function Frame({ locale, theme, look, children }: FrameProps) {
  const { page, card } = theme.colours
  const scheme = isDark(theme) ? 'dark' : 'light dark'
  return (
    <Html lang={locale} dir={RIGHT_TO_LEFT.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr'}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={scheme} />
        <meta name="supported-color-schemes" content={scheme} />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        {styleSheetsOf(theme).map((sheet) => (
          <style key={sheet}>{sheet}</style>
        ))}
      </Head>
      <Body className="page" style={{ margin: 0, padding: 0, backgroundColor: page }}>
        <Section className="page" style={{ backgroundColor: page, padding: '28px 12px 40px' }}>
          <Container style={{ maxWidth: `${theme.width}px`, margin: '0 auto' }}>
            <Brand theme={theme} look={look} />
            <Section
              className="card"
              tdClassName="gutter"
              style={{
                backgroundColor: card,
                border: `1px solid ${look.line}`,
                borderRadius: look.cardRadius,
                borderCollapse: 'separate',
                padding: '32px 36px 20px',
              }}
            >
              {children}
            </Section>
            <Footer theme={theme} look={look} />
          </Container>
        </Section>
      </Body>
    </Html>
  )
}

function Brand({ theme: { logo, brandName }, look }: { theme: Theme; look: Look }) {
  if (logo) {
    const { url, alt, width } = logo
    return (
      <Img
        src={url}
        alt={alt || brandName}
        width={width}
        style={{ maxWidth: '100%', width: `${width}px`, margin: '0 0 18px' }}
      />
    )
  }
  return brandName ? (
    <p className="text" style={{ ...look.text, margin: '0 0 18px', fontWeight: 600 }}>
      {brandName}
    </p>
  ) : null
}

/** `[words](address)`; both may have variables. */
const LINK = /\[([^\]\n]+)\]\(([^)\s]+)\)/g

function Footer({ theme, look }: { theme: Theme; look: Look }) {
  const lines = theme.footer.trim() === '' ? [] : theme.footer.trim().split(/\r?\n/)
  if (lines.length === 0) return null
  return (
    <p
      className="muted"
      style={{ ...look.small, color: theme.colours.muted, margin: '20px 0 0', textAlign: 'center' }}
    >
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a mail is written once, nothing of it moves
        <FooterLine key={at} line={line} isFirst={at === 0} colour={theme.colours.muted} />
      ))}
    </p>
  )
}

function FooterLine({ line, isFirst, colour }: { line: string; isFirst: boolean; colour: string }) {
  const parts: ReactNode[] = []
  let from = 0
  for (const match of line.matchAll(LINK)) {
    const [whole, words = '', address = ''] = match
    parts.push(<Words key={from} text={line.slice(from, match.index)} />)
    parts.push(<FooterLink key={match.index + 0.5} words={words} address={address} colour={colour} />)
    from = match.index + whole.length
  }
  parts.push(<Words key={from} text={line.slice(from)} />)
  return (
    <>
      {isFirst ? null : <br />}
      {parts}
    </>
  )
}

function Words({ text }: { text: string }) {
  return useText(text)
}

function FooterLink({ words, address, colour }: { words: string; address: string; colour: string }) {
  return (
    <a className="muted" href={useText(address)} style={{ color: colour, textDecoration: 'underline' }}>
      <Words text={words} />
    </a>
  )
}
