const names: Record<string, string> = { inbox: 'Inbox', smtp: 'SMTP', resend: 'Resend', webpush: 'Web push' }

/** A provider as people call it. */
export const providerName = (name: string): string => names[name] ?? name

/** Those that carry mail. */
export const ofMail = <P extends { name: string }>(providers: readonly P[]): P[] =>
  providers.filter(({ name }) => name !== 'webpush')

/** Whether mail stays in the built-in inbox; false while no worker lives to say. */
export function capturesMail(providers: readonly { name: string }[]): boolean {
  const mail = ofMail(providers)
  return mail.length > 0 && mail.every(({ name }) => name === 'inbox')
}
