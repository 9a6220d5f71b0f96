import type { Channel } from '#server/db/schema/deliveries.ts'
import type { Env } from '#server/env.ts'

/** The providers of each channel that the environment names, by their names, in the order in which they are tried. */
export function providerNames({ mail }: Pick<Env, 'mail'>): Record<Channel, string[]> {
  const email = [...(mail.resend ? ['resend'] : []), ...(mail.smtp ? ['smtp'] : [])]
  return { email: email.length > 0 ? email : ['inbox'], push: ['webpush'] }
}
