import { describe, expect, test } from 'vitest'
import { bounceReport } from '#server/testing/bounce.ts'
import { readBounceReport } from './bounce-report.ts'

const deliveryId = '01890a5d-ac96-774b-bcce-b302099a8057'
const read = (text: string, type = 'message/rfc822') => readBounceReport(Buffer.from(text), type)

describe('a report', () => {
  test('as Postfix writes it names the delivery, and says that it failed for good', async () => {
    expect(await read(bounceReport({ deliveryId }))).toEqual({
      deliveryId,
      action: 'failed',
      kind: 'hard_bounce',
      words: '550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown in local recipient table',
      at: new Date('2026-11-21T09:00:00Z'),
    })
  })

  test.each<[string, string, string | null]>([
    ['failed', '5.1.1', 'hard_bounce'],
    ['failed', '5.2.1', 'hard_bounce'],
    ['failed', '5.2.2', 'soft_bounce'],
    ['failed', '5.7.1', 'soft_bounce'],
    ['failed', '4.4.7', 'soft_bounce'],
    ['Delayed', '4.4.1', 'delayed'],
    ['delivered', '2.0.0', 'delivered'],
    ['relayed', '2.0.0', null],
    ['expanded', '2.0.0', null],
  ])('of the action %s with %s is %s', async (action, status, kind) => {
    expect(await read(bounceReport({ deliveryId, action, status }))).toMatchObject({ kind })
  })

  test.each(['message/rfc822', 'text/rfc822-headers'])('names it by a returned part %s', async (returned) => {
    expect(await read(bounceReport({ deliveryId, returned }))).toMatchObject({ deliveryId })
  })

  test('without the returned mail names it by what it is in reply to', async () => {
    expect(await read(bounceReport({ deliveryId, returned: null }))).toMatchObject({ deliveryId })
  })

  test('comes as the body alone, with the boundary in its content type', async () => {
    const whole = bounceReport({ deliveryId })
    const body = whole.slice(whole.indexOf('\r\n\r\n') + 4)
    const type = 'multipart/report; report-type=delivery-status; boundary="=_b"'
    expect(await read(body, type)).toMatchObject({ deliveryId, kind: 'hard_bounce' })
  })

  test('is read with bare line feeds, too, and by the recipient that failed', async () => {
    const two = bounceReport({ deliveryId }).replace(
      'Final-Recipient:',
      'Final-Recipient: rfc822; list@example.com\r\nAction: expanded\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient:',
    )
    expect(await read(two.replaceAll('\r\n', '\n'))).toMatchObject({ kind: 'hard_bounce' })
  })
})

describe('what is no report is refused, naming what it lacks', () => {
  const good = bounceReport({ deliveryId })
  test.each<[string, string, string]>([
    ['an empty body', '', ''],
    ['an ordinary mail', 'From: a@example.com\r\nSubject: hello\r\n\r\nhello', ''],
    ['JSON', '{"a":1}', ''],
    ['random bytes', Buffer.from([0, 255, 254, 1, 2, 3]).toString('latin1'), ''],
    ['no recipient', good.replace(/Final-Recipient:.*\r\n/, ''), 'Final-Recipient'],
    ['no action', good.replace(/Action:.*\r\n/, ''), 'Action'],
    ['no status', good.replace(/Status:.*\r\n/, ''), 'Status'],
    ['a status that is none', good.replace(/Status:.*\r\n/, 'Status: bad\r\n'), 'Status'],
    ['a mail that is not ours', good.replaceAll(deliveryId, 'CAF-12345'), 'Message-ID'],
    ['an id of another version', good.replaceAll('774b', '474b'), 'Message-ID'],
  ])('%s', async (_, text, path) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'bad_input', issues: [{ path }] })
  })

  test('a thousand parts inside each other', async () => {
    let text = 'x'
    for (let i = 0; i < 1000; i++) {
      text = `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n${text}\r\n--b${i}--`
    }
    await expect(read(text)).rejects.toMatchObject({ code: 'bad_input' })
  })
})
