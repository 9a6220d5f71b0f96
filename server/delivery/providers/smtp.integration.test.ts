import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeProvider, orderMail } from '#server/testing/provider-conformance.ts'
import { type Misbehaviour, type Moment, type SmtpEdge, startSmtpEdge } from '#server/testing/smtp-edge.ts'

const misbehaving = (at: Moment, how: Misbehaviour) => (edge: SmtpEdge) => {
  edge.misbehave(at, how)
  return undefined
}
const loggingIn = (at: Moment, how: Misbehaviour) => (edge: SmtpEdge) => {
  edge.misbehave(at, how)
  return edge.create({ user: 'ada', pass: 'secret' })
}

function dkim() {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return { domain: 'example.test', selector: 'post', privateKey }
}

describeProvider('SMTP', () => startSmtpEdge(), [
  {
    when: 'the server has a problem for now',
    provoke: misbehaving('data', '451 4.3.0 Local error in processing'),
    answer: { outcome: 'transient', code: 'smtp_451', message: '451 4.3.0 Local error in processing' },
  },
  {
    when: 'the mailbox is busy',
    provoke: misbehaving('to', '450 4.2.0 Mailbox busy'),
    answer: { outcome: 'transient', code: 'smtp_450' },
  },
  {
    when: 'it is greylisted',
    provoke: misbehaving('to', '451 4.7.1 Greylisted, come back in five minutes'),
    answer: { outcome: 'transient', code: 'smtp_451' },
  },
  {
    when: 'there is no such mailbox',
    provoke: misbehaving('to', '550 5.1.1 No such user'),
    answer: { outcome: 'permanent', code: 'smtp_550', message: '550 5.1.1 No such user' },
  },
  {
    when: 'the content is refused',
    provoke: misbehaving('data', '554 5.7.1 Looks like spam'),
    answer: { outcome: 'permanent', code: 'smtp_554' },
  },
  {
    when: 'the server is about to close the connection',
    provoke: misbehaving('to', '421 4.7.0 Try again later'),
    answer: { outcome: 'throttled', code: 'smtp_421', retryAfterMs: null },
  },
  {
    when: 'it is sent too fast',
    provoke: misbehaving('data', '454 4.7.0 Throttling failure: Maximum sending rate exceeded.'),
    answer: { outcome: 'throttled', code: 'smtp_454' },
  },
  {
    when: 'the mail system is congested',
    provoke: misbehaving('to', '451 4.4.5 Congestion'),
    answer: { outcome: 'throttled', code: 'smtp_451' },
  },
  {
    when: 'the login is refused',
    provoke: loggingIn('auth', '535 5.7.8 Authentication credentials invalid'),
    answer: { outcome: 'provider_down', code: 'smtp_535' },
  },
  {
    when: 'the login fails for now',
    provoke: loggingIn('auth', '454 4.7.0 Temporary authentication failure'),
    answer: { outcome: 'provider_down', code: 'smtp_454' },
  },
  {
    when: 'a login is wanted and there is none',
    provoke: misbehaving('from', '530 5.7.0 Authentication required'),
    answer: { outcome: 'provider_down', code: 'smtp_530' },
  },
  {
    when: 'the server takes no mail from here',
    provoke: misbehaving('connect', '554 5.3.2 No SMTP service here'),
    answer: { outcome: 'provider_down', code: 'smtp_554' },
  },
  {
    when: 'STARTTLS is required and the server has none',
    provoke: (edge) => edge.create({ requireTls: true }),
    answer: { outcome: 'provider_down' },
  },
  {
    when: 'TLS is expected and the server speaks none',
    provoke: (edge) => edge.create({ secure: true }),
    answer: { outcome: 'provider_down' },
  },
  {
    when: 'nothing listens there',
    provoke: async () => {
      const gone = await startSmtpEdge()
      await gone.close()
      return gone.create()
    },
    answer: { outcome: 'provider_down', code: 'econnrefused' },
  },
  {
    when: 'its name is unknown',
    provoke: (edge) => edge.create({ host: 'smtp.invalid' }),
    answer: { outcome: 'provider_down' },
  },
  {
    when: 'the connection is cut before the mail',
    provoke: misbehaving('to', 'cut'),
    answer: { outcome: 'transient', code: 'connection_lost' },
  },
  {
    when: 'the connection is cut between the last byte and the reply',
    provoke: misbehaving('data', 'cut'),
    answer: { outcome: 'unknown', code: 'connection_lost' },
  },
  {
    when: 'no answer comes in time, before the mail',
    provoke: misbehaving('from', 'hang'),
    abortAfterMs: 100,
    answer: { outcome: 'transient', code: 'timeout' },
  },
  {
    when: 'no answer comes in time, after the last byte',
    provoke: misbehaving('data', 'hang'),
    abortAfterMs: 300,
    answer: { outcome: 'unknown', code: 'timeout' },
  },
])

it('keeps its connections for later mail', async () => {
  const edge = await startSmtpEdge()
  const provider = edge.create()
  for (let i = 0; i < 5; i++) expect(await provider.send(orderMail())).toMatchObject({ outcome: 'sent' })
  expect(await edge.open()).toBe(1)
  await provider.close()
  await edge.close()
})

it('makes the Message-ID of the delivery and the domain of the sender', async () => {
  const edge = await startSmtpEdge()
  const provider = edge.create()
  const email = orderMail({ from: 'Büro <post@bücher.test>' })
  const answer = await provider.send(email)
  expect(answer).toEqual({
    outcome: 'sent',
    providerMessageId: `<${email.deliveryId}@xn--bcher-kva.test>`,
  })
  await provider.close()
  await edge.close()
})

it('signs with DKIM, List-Unsubscribe-Post among the signed headers', async () => {
  const edge = await startSmtpEdge()
  const provider = edge.create({ dkim: dkim() })
  const headers = {
    'List-Unsubscribe': '<https://example.test/u/1>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
  expect(await provider.send(orderMail({ headers }))).toMatchObject({ outcome: 'sent' })
  const signature = /^DKIM-Signature: (.*\r\n([ \t].*\r\n)*)/m.exec(edge.raw()[0] ?? '')?.[1] ?? ''
  const tags = Object.fromEntries(
    signature
      .replace(/\s+/g, '')
      .split(';')
      .map((tag) => tag.split(/=(.*)/s, 2)),
  )
  expect(tags).toMatchObject({ d: 'example.test', s: 'post', a: 'rsa-sha256' })
  expect(tags.h?.toLowerCase().split(':')).toEqual(
    expect.arrayContaining([
      'from',
      'to',
      'subject',
      'message-id',
      'list-unsubscribe',
      'list-unsubscribe-post',
    ]),
  )
  await provider.close()
  await edge.close()
})

it('says unknown for a signed mail only once its last byte was sent', async () => {
  const edge = await startSmtpEdge()
  const provider = edge.create({ dkim: dkim() })
  edge.misbehave('to', 'cut')
  expect(await provider.send(orderMail())).toMatchObject({ outcome: 'transient', code: 'connection_lost' })
  edge.misbehave('data', 'cut')
  expect(await provider.send(orderMail())).toMatchObject({ outcome: 'unknown', code: 'connection_lost' })
  await provider.close()
  await edge.close()
})
