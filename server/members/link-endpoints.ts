import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint, formCsrfMiddleware } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import type { Database } from '#server/db/client.ts'
import { type ErrorCode, isDomainError } from '#server/errors.ts'
import { acceptInvitation } from './accept-invitation.ts'
import type { Member } from './current-member.ts'
import type { LinkSettings } from './links.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'

/** What better-auth answers of its own; the rest of its endpoints go around our verbs and their audit. */
const opened = ['/sign-in/email', '/sign-out', '/get-session']

export const linkPaths = ['/accept-invitation', '/forgot-password', '/choose-password'] as const

const statuses: Partial<
  Record<ErrorCode, 'BAD_REQUEST' | 'NOT_FOUND' | 'CONFLICT' | 'UNPROCESSABLE_ENTITY'>
> = {
  bad_input: 'BAD_REQUEST',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  unprocessable: 'UNPROCESSABLE_ENTITY',
}

/** A verb's error as better-auth answers one, with the fields that it names. */
async function answered<T>(verb: Promise<T>): Promise<T> {
  try {
    return await verb
  } catch (error) {
    const status = isDomainError(error) ? statuses[error.code] : undefined
    if (!isDomainError(error) || !status) throw error
    throw new APIError(status, { code: error.code, message: error.message, issues: error.issues })
  }
}

type EndpointContext = Parameters<typeof setSessionCookie>[0]

async function signIn(c: EndpointContext, { id }: Member): Promise<void> {
  const { internalAdapter } = c.context
  const [session, user] = [await internalAdapter.createSession(id), await internalAdapter.findUserById(id)]
  if (!user) throw new APIError('NOT_FOUND')
  await setSessionCookie(c, { session, user })
}

/**
 * What somebody may do who is not signed in but holds a link, or asks for one: below better-auth, whose throttle, bound
 * of bodies and check of the page's origin they share with the sign-in. All are POST: mail scanners follow links by GET.
 */
export function linkEndpoints(db: Database, settings: LinkSettings) {
  const ctx: Context = { db, clock: systemClock, actor: { kind: 'system' } }
  const options = { method: 'POST' as const, body: z.unknown(), use: [formCsrfMiddleware] }
  const endpoints = {
    acceptInvitation: createAuthEndpoint('/accept-invitation', options, async (c) => {
      await signIn(c, await answered(acceptInvitation(ctx, settings.appSecret, c.body as never)))
      return c.json({ ok: true })
    }),
    forgotPassword: createAuthEndpoint('/forgot-password', options, async (c) => {
      await answered(requestPasswordReset(ctx, settings, c.body as never))
      return c.json({ ok: true })
    }),
    choosePassword: createAuthEndpoint('/choose-password', options, async (c) => {
      await signIn(c, await answered(resetPassword(ctx, settings.appSecret, c.body as never)))
      return c.json({ ok: true })
    }),
  }
  const known: readonly string[] = [...opened, ...linkPaths]
  return {
    id: 'posthorn-links',
    endpoints,
    onRequest: async (request, { baseURL }) => {
      const base = new URL(baseURL).pathname
      const path = new URL(request.url).pathname.replace(/\/+$/, '')
      if (known.some((one) => path === `${base}${one}`)) return
      return { response: Response.json({ message: 'Not found' }, { status: 404 }) }
    },
  } satisfies BetterAuthPlugin
}
