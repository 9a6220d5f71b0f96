/** What a new template in code begins with: all the words of `posthorn`, in a mail that can be sent as it is. */
export const codeStarter = `import { Body, Button, Column, Container, Head, Heading, Hr, Html, Row, Section, Text } from 'react-email'
import { Each, Else, If, locale, theme, v } from 'posthorn'

const { page, card, text, muted, accent, onAccent } = theme.colours
const font = { fontFamily: 'system-ui, "Segoe UI", Helvetica, Arial, sans-serif' }
const words = { ...font, color: text, fontSize: theme.fontSize, lineHeight: '24px', margin: '0 0 16px' }
const small = { ...font, color: muted, fontSize: '13px', lineHeight: '20px', margin: '0' }

export default function Mail() {
  return (
    <Html lang={locale}>
      <Head />
      <Body style={{ backgroundColor: page, margin: 0, padding: '32px 12px' }}>
        <Container style={{ maxWidth: theme.width, margin: '0 auto' }}>
          <Section style={{ backgroundColor: card, borderRadius: theme.radius, padding: '32px' }}>
            <Heading style={{ ...font, color: text, fontSize: '22px', lineHeight: '30px', margin: '0 0 16px' }}>
              <If when="recipient.name">
                Hello {v('recipient.name', { fallback: '' })}
                <Else>Hello</Else>
              </If>
            </Heading>
            <Text style={words}>{v('message', { fallback: 'Write here what has happened.' })}</Text>
            <If when="items">
              <Section style={{ margin: '0 0 16px' }}>
                <Each of="items" as="item">
                  <Row>
                    <Column style={{ ...words, padding: '6px 0' }}>{v('item.name', { fallback: '–' })}</Column>
                    <Column style={{ ...words, padding: '6px 0', textAlign: 'right' }}>
                      {v('item.price', { fallback: '', format: { name: 'money', currency: 'EUR' } })}
                    </Column>
                  </Row>
                </Each>
              </Section>
            </If>
            <If when="url">
              <Button
                href={v('url', { fallback: 'https://example.com' })}
                style={{
                  ...font,
                  backgroundColor: accent,
                  borderRadius: theme.radius,
                  color: onAccent,
                  fontSize: theme.fontSize,
                  fontWeight: 600,
                  padding: '12px 20px',
                }}
              >
                Have a look
              </Button>
            </If>
          </Section>
          <Hr style={{ border: 'none', margin: '12px 0' }} />
          <Text style={{ ...small, textAlign: 'center' }}>{theme.brandName}</Text>
        </Container>
      </Body>
    </Html>
  )
}
`
