import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#server/db/ids.ts'
import type { EmailProvider, OutgoingEmail, ProviderAnswer } from '#server/delivery/providers/provider.ts'

/** A mail as it came out at the other side. */
export interface ReceivedMail {
  /** By what the receiver tells two mails apart: the idempotency key or the Message-ID. */
  key: string
  to: string
  /** Null where the other side keeps no content. */
  content: {
    from: string
    replyTo: string
    subject: string
    html: string
    text: string
    /** Names in lower case. */
    headers: Record<string, string>
  } | null
}

/** The real other side of a provider. */
export interface ProviderEdge {
  create(): EmailProvider
  received(): Promise<ReceivedMail[]>
  /** Forgets what was received and behaves well again. */
  reset(): Promise<void>
  /** Connections that the other side still has open. */
  open(): Promise<number>
  close(): Promise<void>
}

export interface FailureCase<Edge> {
  /** What happens: "the key is wrong". */
  when: string
  provoke(edge: Edge): undefined | EmailProvider | Promise<EmailProvider>
  /** Ends the call while it is under way, as the guard's time limit does. */
  abortAfterMs?: number
  answer: Partial<ProviderAnswer> & { outcome: ProviderAnswer['outcome'] }
}

export function orderMail(over: Partial<OutgoingEmail> = {}): OutgoingEmail {
  return {
    deliveryId: newId(),
    from: 'Jürgen’s Shop <shop@example.test>',
    to: 'ada@example.test',
    replyTo: 'Help <help@example.test>',
    subject: 'Ihre Bestellung 注文 #42 ist unterwegs — 20 % gespart 🎉',
    html: '<p>Grüße, <b>Ada</b> &amp; 你好 🎉</p>\n<p>.</p>\n.\n<p>dots above</p>',
    text: 'Grüße, Ada & 你好 🎉\n.\n..two dots\nFrom here on',
    headers: {
      'X-Posthorn-Trace-Id': '0197b0aa-0000-7000-8000-000000000001',
      'List-Unsubscribe': '<https://example.test/u/1>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    ...over,
  }
}

const lines = (text: string) => text.replaceAll('\r\n', '\n').trim()

/** What every provider must do, run against its real other side. */
export function describeProvider<Edge extends ProviderEdge>(
  name: string,
  start: () => Promise<Edge>,
  failures: FailureCase<Edge>[],
): void {
  describe(`the ${name} provider`, () => {
    let edge: Edge
    beforeAll(async () => {
      edge = await start()
    })
    afterAll(async () => {
      await edge.close()
    })
    beforeEach(async () => {
      await edge.reset()
    })

    async function sending<T>(use: (provider: EmailProvider) => Promise<T>): Promise<T> {
      const provider = edge.create()
      try {
        return await use(provider)
      } finally {
        await provider.close()
      }
    }

    it('delivers a mail with everything in it intact', async () => {
      const email = orderMail()
      const answer = await sending((provider) => provider.send(email))
      expect(answer).toMatchObject({ outcome: 'sent', providerMessageId: expect.any(String) })
      const [mail, ...more] = await edge.received()
      expect(more).toEqual([])
      expect(mail?.to).toBe('ada@example.test')
      expect(mail?.key).toContain(email.deliveryId)
      if (!mail?.content) return
      expect(mail.content.from).toBe('Jürgen’s Shop <shop@example.test>')
      expect(mail.content.replyTo).toBe('Help <help@example.test>')
      expect(mail.content.subject).toBe(email.subject)
      expect(lines(mail.content.html)).toBe(email.html)
      expect(lines(mail.content.text)).toBe(email.text)
      expect(mail.content.headers).toMatchObject({
        'x-posthorn-trace-id': '0197b0aa-0000-7000-8000-000000000001',
        'list-unsubscribe': '<https://example.test/u/1>',
        'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      })
    })

    it('gives two sends of one delivery the same key, and makes one mail of them if it says so', async () => {
      const email = orderMail()
      const [first, second, deduplicates] = await sending(async (provider) => [
        await provider.send(email),
        await provider.send(email),
        provider.deduplicates,
      ])
      expect(second).toEqual(first)
      const keys = (await edge.received()).map(({ key }) => key)
      expect(keys).toHaveLength(deduplicates ? 1 : 2)
      expect(new Set(keys).size).toBe(1)
    })

    it('lets no header value start another header or add a recipient', async () => {
      const evil = 'x\r\nBcc: evil@example.test\r\n\r\n<script>\u0000\u001b\u2028'
      const email = orderMail({
        from: `Shop${evil.replace('<script>', '')} <shop@example.test>`,
        subject: evil,
        headers: {
          'X-Note': evil,
          'X-Bad\r\nBcc': 'evil@example.test',
          Bcc: 'evil@example.test',
          'Message-ID': '<other@example.test>',
          'Content-Type': 'text/html',
        },
      })
      expect(await sending((provider) => provider.send(email))).toMatchObject({ outcome: 'sent' })
      const received = await edge.received()
      expect(received.map(({ to }) => to)).toEqual(['ada@example.test'])
      const mail = received[0]
      expect(mail?.key).toContain(email.deliveryId)
      if (!mail?.content) return
      expect(mail.content.subject).toBe('x Bcc: evil@example.test <script>')
      expect(mail.content.headers['x-note']).toBe('x Bcc: evil@example.test <script>')
      expect(Object.keys(mail.content.headers)).not.toContain('bcc')
      expect(lines(mail.content.text)).toBe(email.text)
    })

    it.each<Partial<OutgoingEmail>>([
      { to: 'ada@example.test, eve@example.test' },
      { to: 'ada@example.test\r\nRCPT TO:<eve@example.test>' },
      { to: 'Ada <ada@example.test>' },
      { to: '' },
      { from: 'shop' },
      { replyTo: 'a@example.test, b@example.test' },
    ])('refuses for good what is not addressed to one address: %j', async (over) => {
      const answer = await sending((provider) => provider.send(orderMail(over)))
      expect(answer).toMatchObject({ outcome: 'permanent', code: 'invalid_address' })
      expect(await edge.received()).toEqual([])
    })

    it('carries 50 mails at the same time', async () => {
      const emails = Array.from({ length: 50 }, (_, i) => orderMail({ to: `user${i}@example.test` }))
      const answers = await sending((provider) => Promise.all(emails.map((email) => provider.send(email))))
      expect(answers.map(({ outcome }) => outcome)).toEqual(emails.map(() => 'sent'))
      const received = (await edge.received()).map(({ to }) => to).sort()
      expect(received).toEqual(emails.map(({ to }) => to).sort())
    })

    it('waits for the calls in flight when it is closed, and leaves nothing open', async () => {
      const provider = edge.create()
      const call = provider.send(orderMail())
      await provider.close()
      expect(await call).toMatchObject({ outcome: 'sent' })
      await expect.poll(() => edge.open()).toBe(0)
    })

    it.each(failures)(
      'answers $answer.outcome when $when',
      async ({ provoke, abortAfterMs, answer: expected }) => {
        const provider = (await provoke(edge)) ?? edge.create()
        const controller = new AbortController()
        if (abortAfterMs !== undefined) setTimeout(() => controller.abort(), abortAfterMs)
        try {
          const answer = await provider.send(orderMail(), controller.signal)
          expect(answer).toMatchObject({ message: expect.stringMatching(/\S/), ...expected })
        } finally {
          await provider.close()
        }
      },
    )
  })
}
