import type { Database } from '#server/db/client.ts'
import type { Env } from '#server/env.ts'
import { type GuardedProvider, guardProvider } from './guard.ts'
import { createInboxProvider } from './inbox.ts'
import type { OutgoingEmail } from './provider.ts'
import { createResendProvider } from './resend.ts'
import { createSmtpProvider } from './smtp.ts'

/**
 * The providers of e-mail that the environment names, in the order they are tried; the built-in inbox when it names
 * none. Opens nothing; the caller closes each.
 */
export function createEmailProviders(mail: Env['mail'], db: Database): GuardedProvider<OutgoingEmail>[] {
  const configured = [
    mail.resend && createResendProvider(mail.resend),
    mail.smtp && createSmtpProvider({ ...mail.smtp, dkim: mail.dkim }),
  ].filter((provider) => provider !== null)
  const providers = configured.length > 0 ? configured : [createInboxProvider(db)]
  return providers.map((provider) => guardProvider(provider))
}
