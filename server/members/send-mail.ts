import { eq } from 'drizzle-orm'
import type { Clock } from '#server/clock.ts'
import type { Database } from '#server/db/client.ts'
import { memberInvitations, members, memberVerifications } from '#server/db/schema/members.ts'
import type { GuardedProvider } from '#server/delivery/providers/guard.ts'
import type { OutgoingEmail } from '#server/delivery/providers/provider.ts'
import { isAllowed } from '#server/planning/allow-list.ts'
import type { TaskPayload } from '#server/queue/tasks.ts'
import { type GitModule, renderModule } from '#server/rendering/git-module.ts'
import type { App } from '#server/rendering/render-email.ts'
import type { Logger } from '#server/telemetry/logger.ts'
import { isOpenInvitation } from './accept-invitation.ts'
import { invitationPath, resetPath } from './links.ts'
import { isOpenReset } from './password-resets.ts'

export interface MemberMailDeps {
  db: Database
  clock: Clock
  log: Logger
  providers: readonly GuardedProvider<OutgoingEmail>[]
  mail: { from: string | null; allowTo: readonly string[] | null }
  app: App
  appSecret: string
}

interface Letter {
  template: 'invitation' | 'password-reset'
  to: string
  data: Record<string, unknown>
}

/**
 * Mails the link of an invitation or of a password reset, if that is still open, by the providers that are real: no mail
 * that the inbox would show to every member. Throws what is worth another try of the job.
 */
export async function sendMemberMail(
  deps: MemberMailDeps,
  payload: TaskPayload<'members.mail'>,
): Promise<void> {
  const { log, mail, providers } = deps
  const letter = await letterOf(deps, payload)
  const line = { mail_id: payload.mailId, template: letter?.template }
  if (!letter) return log.info(line, 'members.mail: nothing to send any more')
  if (!isAllowed(letter.to, mail.allowTo)) return log.warn(line, 'members.mail: withheld by EMAIL_ALLOW_TO')
  const real = providers.filter(({ name }) => name !== 'inbox')
  if (real.length === 0 || !mail.from) return log.warn(line, 'members.mail: no mail server is configured')
  const email = await render(deps, payload.mailId, mail.from, letter)
  let failure = ''
  for (const provider of real) {
    const answer = await provider.send(email)
    const told = { ...line, provider: provider.name, outcome: answer.outcome }
    if (answer.outcome === 'sent') return log.info(told, 'members.mail: sent')
    // It may have gone out; a link that comes twice does no harm, one that never comes does.
    failure = `${provider.name}: ${answer.outcome} ${answer.code}`
    if (answer.outcome === 'permanent')
      return log.error({ ...told, code: answer.code }, 'members.mail: refused')
    log.warn({ ...told, code: answer.code }, 'members.mail: not sent')
    if (answer.outcome !== 'provider_down') break
  }
  throw new Error(`The mail was not sent (${failure}).`)
}

async function letterOf(
  { db, clock, app, appSecret }: MemberMailDeps,
  payload: TaskPayload<'members.mail'>,
): Promise<Letter | null> {
  const now = clock.now()
  if ('invitationId' in payload) {
    const { invitationId: id } = payload
    const [found] = await db.orm.select().from(memberInvitations).where(isOpenInvitation(id, now))
    if (!found) return null
    const url = `${app.url}${invitationPath(id, appSecret)}`
    const { email: to, role, invitedBy } = found
    return { template: 'invitation', to, data: { url, role, invitedBy } }
  }
  const { resetId: id } = payload
  const [member] = await db.orm
    .select({ name: members.name, email: members.email })
    .from(memberVerifications)
    .innerJoin(members, eq(members.id, memberVerifications.value))
    .where(isOpenReset(id, now))
  if (!member) return null
  const data = { url: `${app.url}${resetPath(id, appSecret)}`, recipient: member }
  return { template: 'password-reset', to: member.email, data }
}

const folder = new URL('../../.build/emails/members/', import.meta.url)

async function render(
  { app }: MemberMailDeps,
  mailId: string,
  from: string,
  { template, to, data }: Letter,
): Promise<OutgoingEmail> {
  const module = (await import(new URL(`${template}.js`, folder).href)) as GitModule
  const props = module.props.parse({ recipient: { email: to }, ...data, app })
  const content = await renderModule(module, props)
  const headers = { 'Auto-Submitted': 'auto-generated' }
  return { deliveryId: mailId, from, to, replyTo: null, ...content, headers }
}
