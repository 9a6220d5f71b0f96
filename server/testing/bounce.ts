/** A delivery status notification as Postfix writes it (RFC 3464); `returned`: the type of the part with the mail. */
export function bounceReport({
  deliveryId,
  action = 'failed',
  status = '5.1.1',
  returned = 'message/rfc822',
}: {
  deliveryId: string
  action?: string
  status?: string
  returned?: string | null
}): string {
  const messageId = `<${deliveryId}@example.com>`
  return [
    'Return-Path: <>',
    'Date: Sat, 21 Nov 2026 09:00:00 +0000',
    'From: MAILER-DAEMON@mx.example.com (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    'To: shop@example.com',
    ...(returned === null ? [`In-Reply-To: ${messageId}`] : []),
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="=_b"',
    '',
    '--=_b',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system at host mx.example.com.',
    '',
    '--=_b',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    'X-Postfix-Queue-ID: 4D1C',
    '',
    'Final-Recipient: rfc822; bob@example.com',
    'Original-Recipient: rfc822;bob@example.com',
    `Action: ${action}`,
    `Status: ${status}`,
    'Remote-MTA: dns; mail.example.com',
    'Diagnostic-Code: smtp; 550 5.1.1 <bob@example.com>: Recipient address',
    '    rejected: User unknown in local recipient table',
    '',
    ...(returned === null
      ? []
      : [
          '--=_b',
          `Content-Type: ${returned}`,
          '',
          'From: Shop <shop@example.com>',
          'To: bob@example.com',
          'Subject: Your order 123',
          'Message-ID:',
          ` ${messageId}`,
          '',
          ...(returned === 'message/rfc822' ? ['Your order 123', ''] : []),
        ]),
    '--=_b--',
    '',
  ].join('\r\n')
}
