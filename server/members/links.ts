import { timingSafeEqual } from 'node:crypto'
import type { Env } from '#server/env.ts'
import { signatureOf } from '#server/secrets.ts'

/** What a link is for; a token made for one purpose opens no other. */
export type LinkPurpose = 'member-invitation' | 'member-password-reset'

/** What the verbs that make links have to know. */
export interface LinkSettings {
  appSecret: string
  /** A mail server is set. The built-in inbox does not count: every member could read a link there. */
  mails: boolean
}

/** Throws when `APP_SECRET` is missing (the start sets it). */
export function linkSettings({ access, mail }: Pick<Env, 'access' | 'mail'>): LinkSettings {
  if (!access.appSecret) throw new Error('APP_SECRET is not set in this process')
  return { appSecret: access.appSecret, mails: mail.resend !== null || mail.smtp !== null }
}

/** `<id>.<signature>`: whoever reads the database alone can't make it. */
const tokenOf = (id: string, appSecret: string, purpose: LinkPurpose): string =>
  `${id}.${signatureOf(id, appSecret, purpose)}`

/** The id that a token names; null unless its signature is ours for this purpose. */
export function idOfToken(token: string, appSecret: string, purpose: LinkPurpose): string | null {
  const [, id = '', signature = ''] =
    /^([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\.([\w-]{43})$/.exec(token) ?? []
  if (!id) return null
  const expected = Buffer.from(signatureOf(id, appSecret, purpose))
  return timingSafeEqual(Buffer.from(signature), expected) ? id : null
}

/** Where the link leads, below the address by which Posthorn is reached. */
export const invitationPath = (id: string, appSecret: string): string =>
  `/invitation/${tokenOf(id, appSecret, 'member-invitation')}`

export const resetPath = (id: string, appSecret: string): string =>
  `/reset-password/${tokenOf(id, appSecret, 'member-password-reset')}`
