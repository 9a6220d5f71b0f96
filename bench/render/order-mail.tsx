import {
  Body,
  Button,
  Column,
  Container,
  Head,
  Heading,
  Hr,
  Html,
  Link,
  Row,
  Section,
  Text,
} from 'react-email'
import type { Order } from './order.ts'

const font = { fontFamily: '-apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif' }
const words = { ...font, color: '#1d1a17', fontSize: '15px', lineHeight: '24px', margin: '0 0 16px' }
const small = { ...font, color: '#605b56', fontSize: '13px', lineHeight: '20px', margin: '0 0 8px' }
const cell = { ...words, margin: '0', padding: '8px 0', borderBottom: '1px solid #e4e2df' }
const amount = { ...cell, textAlign: 'right' as const }
const address = { ...small, whiteSpace: 'pre-line' as const }

/** An order's confirmation as React writes it: what the compiled one is measured beside. */
export default function OrderMail({ order, customer, shop }: Order) {
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light dark" />
      </Head>
      <Body style={{ backgroundColor: '#f5f3f0', margin: 0, padding: '32px 12px' }}>
        <Container style={{ maxWidth: '600px', margin: '0 auto' }}>
          <Section style={{ backgroundColor: '#ffffff', borderRadius: '14px', padding: '32px' }}>
            <Heading style={{ ...font, color: '#1d1a17', fontSize: '22px', lineHeight: '30px' }}>
              Thank you, {customer.name}
            </Heading>
            <Text style={words}>
              We have received your order {order.id} and will write to you again as soon as it is on its way.
            </Text>
            {order.gift ? (
              <Text style={words}>It will be wrapped, with this card: {order.gift.words}</Text>
            ) : null}
            <Section style={{ margin: '0 0 16px' }}>
              {order.items.map((item) => (
                <Row key={item.name}>
                  <Column style={cell}>{item.name}</Column>
                  <Column style={amount}>{item.quantity}</Column>
                  <Column style={amount}>{item.price}</Column>
                </Row>
              ))}
              <Row>
                <Column style={cell}>Total</Column>
                <Column style={amount} />
                <Column style={amount}>{order.total}</Column>
              </Row>
            </Section>
            <Button
              href={order.url}
              style={{
                ...font,
                backgroundColor: '#006c70',
                borderRadius: '8px',
                color: '#ffffff',
                padding: '12px 20px',
              }}
            >
              Look at your order
            </Button>
            <Hr style={{ borderColor: '#e4e2df', margin: '24px 0' }} />
            <Heading as="h2" style={{ ...font, color: '#1d1a17', fontSize: '16px', lineHeight: '24px' }}>
              Where it goes
            </Heading>
            <Text style={address}>
              {customer.name}
              <br />
              {customer.street}
              <br />
              {customer.city}
            </Text>
          </Section>
          <Text style={small}>
            {shop.name}, {shop.street}. Questions? <Link href={`mailto:${shop.email}`}>{shop.email}</Link>
          </Text>
          <Text style={small}>
            <Link href={shop.returns}>Returns within 30 days</Link>
          </Text>
        </Container>
      </Body>
    </Html>
  )
}
