import type { ReactNode } from 'react'
import { Body, Container, Head, Heading, Html, Preview, Section, Text } from 'react-email'
import { isRightToLeft, languageOf } from './locale.ts'
import type { App, Recipient } from './schema.ts'
import { safeUrl, shorten, show } from './text.ts'
import { font, light, outlookStyleSheet, styleSheets, styles, type Tone, tones } from './theme.ts'
import { pieces, type Strings } from './words.ts'

/** The texts of the frame. */
export const layoutStrings = {
  sent_to: 'Sent to {email} by {app}',
  sent_by: 'Sent by {app}',
} satisfies Strings

interface LayoutProps {
  /** The document's title: the subject. */
  title: string
  /** What a list of mails shows after the subject. */
  preheader: string
  /** One word on what happened, with its colour. */
  badge?: { word: string; tone: Tone }
  /** The one thing that matters, as a sentence without its full stop. */
  heading: string
  recipient?: Recipient
  app?: App
  say?: typeof layoutStrings
  children: ReactNode
}

/** A head holds no bare comments in React; Outlook reads through noscript, every other client past the comment. */
const outlookOnly = { dangerouslySetInnerHTML: { __html: outlookStyleSheet } }

/** The frame of every mail: name on top, one card, and a line on who sent it to whom. */
export function Layout({
  title,
  preheader,
  badge,
  heading,
  recipient,
  app,
  say = layoutStrings,
  children,
}: LayoutProps) {
  const name = show(app?.name, 80) || 'Posthorn'
  const language = languageOf(recipient)
  return (
    <Html lang={language} dir={isRightToLeft(language) ? 'rtl' : 'ltr'}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <title>{title}</title>
        {styleSheets.map((sheet) => (
          <style key={sheet}>{sheet}</style>
        ))}
        <noscript {...outlookOnly} />
      </Head>
      <Body className="page" lang={language} style={{ margin: 0, padding: 0, backgroundColor: light.page }}>
        <Preview useTitleTag={false}>{shorten(preheader, 150)}</Preview>
        <Section className="page" style={{ backgroundColor: light.page, padding: '28px 12px 40px' }}>
          <Container className="container" style={{ maxWidth: '600px', margin: '0 auto' }}>
            <Brand name={name} />
            <Section
              className="card"
              tdClassName="gutter"
              style={{
                backgroundColor: light.card,
                border: `1px solid ${light.line}`,
                borderRadius: '14px',
                borderCollapse: 'separate',
                padding: '32px 36px 16px',
              }}
            >
              {badge ? <Badge {...badge} /> : null}
              <Heading as="h1" className="heading text" style={styles.heading}>
                {heading}
              </Heading>
              {children}
            </Section>
            <Footer name={name} url={safeUrl(app?.url)} email={show(recipient?.email)} say={say} />
          </Container>
        </Section>
      </Body>
    </Html>
  )
}

function Brand({ name }: { name: string }) {
  return (
    <table role="presentation" border={0} cellPadding={0} cellSpacing={0} style={{ marginBottom: '18px' }}>
      <tbody>
        <tr>
          <td
            className="solid"
            aria-hidden="true"
            data-skip-in-text="true"
            align="center"
            width={28}
            height={28}
            style={{
              width: '28px',
              height: '28px',
              borderRadius: '8px',
              backgroundColor: light.accent,
              color: light.onAccent,
              fontFamily: font,
              fontSize: '15px',
              lineHeight: '28px',
              fontWeight: 700,
            }}
          >
            {[...name][0]?.toUpperCase()}
          </td>
          <td
            className="text"
            style={{ ...styles.value, paddingLeft: '10px', fontSize: '15px', fontWeight: 600 }}
          >
            {name}
          </td>
        </tr>
      </tbody>
    </table>
  )
}

function Badge({ word, tone }: { word: string; tone: Tone }) {
  const colours = tones[tone]
  return (
    <table role="presentation" border={0} cellPadding={0} cellSpacing={0} style={{ marginBottom: '14px' }}>
      <tbody>
        <tr>
          <td
            className={`tone-${tone}`}
            style={{
              padding: '3px 11px',
              borderRadius: '999px',
              backgroundColor: colours.background,
              color: colours.text,
              fontFamily: font,
              fontSize: '12px',
              lineHeight: '18px',
              fontWeight: 600,
            }}
          >
            {word}
          </td>
        </tr>
      </tbody>
    </table>
  )
}

interface FooterProps {
  name: string
  url: string | undefined
  email: string
  say: typeof layoutStrings
}

function Footer({ name, url, email, say }: FooterProps) {
  const link = url ? (
    <a className="muted" href={url} style={{ color: light.muted, textDecoration: 'underline' }}>
      {name}
    </a>
  ) : (
    name
  )
  return (
    <Text className="muted" style={{ ...styles.small, margin: '20px 0 0', textAlign: 'center' }}>
      {pieces(email ? say.sent_to : say.sent_by, { app: link }, { email })}
    </Text>
  )
}
