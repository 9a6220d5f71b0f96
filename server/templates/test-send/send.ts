import { and, eq, inArray } from 'drizzle-orm'
import { audit } from '#server/audit/write.ts'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { inTransaction } from '#server/db/client.ts'
import { members } from '#server/db/schema/members.ts'
import { templates } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { badInput, parse } from '#server/parse.ts'
import type { App } from '#server/rendering/render-email.ts'
import { compiledDraft } from '../compiled-draft.ts'
import { currentTheme } from '../current-theme.ts'
import { type Draft, loadDraft } from '../drafts/draft.ts'
import { renderWith } from '../render-with.ts'
import { sensitivePaths } from '../sensitive/hide.ts'
import { insertTestNotifications } from './insert.ts'
import { type SendTestInput, sendTestInput } from './schemas.ts'
import { takeTests } from './take-turns.ts'
import { insertTestVersion } from './version.ts'

/**
 * Sends the draft, as it is saved, to members, by the way of every mail: what is sent becomes a version below 0, and a
 * worker renders and delivers it. Throws `forbidden`; `bad_input`, also for somebody who is no member with a verified
 * address; `not_found`; `conflict` when the draft is another by now; `unprocessable` when it does not compile or the data
 * does not fit; `rate_limited`.
 */
export async function sendTemplateTest(
  ctx: Context,
  { app }: { app: App },
  raw: SendTestInput,
): Promise<{ notificationIds: string[] }> {
  authorise(ctx.actor, 'templates')
  const { key, lockVersion, locale, data, to } = parse(sendTestInput, raw)
  const draft = await loadDraft(ctx.db.orm, key)
  refuseOther(draft, lockVersion)
  const all = await compiledDraft(draft, await currentTheme(ctx.db.orm))
  const written = all.locales.find((one) => one.locale === locale)
  if (!written) throw badInput([{ path: 'locale', message: `is none of the draft’s: ${locale}` }])
  const rendering = { ...all, locales: [written] }
  const chosen = await chosenMembers(ctx, to)
  const [first] = chosen
  const tried = await renderWith(rendering, {
    app,
    data,
    recipient: { name: first?.name ?? null, email: first?.email ?? '', locale, timezone: null },
  })
  if ('issues' in tried) {
    const words = tried.issues.slice(0, 5).map(({ path, message }) => `${path} ${message}`.trim())
    const issues = tried.issues.map(({ path, message }) => ({ path: `data.${path}`, message }))
    throw new DomainError('unprocessable', `The data does not fit: ${words.join('; ')}.`, issues)
  }
  return inTransaction(ctx.db, async (db) => {
    await db.orm.select().from(templates).where(eq(templates.key, key)).for('update')
    const wait = await takeTests(
      db.orm,
      actorLabel(ctx.actor).actor,
      chosen.length,
      ctx.clock.now().getTime(),
    )
    if (wait > 0) {
      throw new DomainError(
        'rate_limited',
        `That many tests are not sent in a minute. Try again in ${wait} s.`,
      )
    }
    const version = await insertTestVersion(db.orm, ctx, draft, rendering)
    const notificationIds = await insertTestNotifications(db, ctx, {
      ...{
        key,
        version,
        locale,
        data,
        sensitive: sensitivePaths(draft.variables).length > 0,
        members: chosen,
      },
    })
    await audit(db.orm, ctx, 'template.test', key, { version, locale, addresses: chosen.length })
    return { notificationIds }
  })
}

function refuseOther(draft: Draft, lockVersion: number): void {
  if (draft.lockVersion === lockVersion) return
  const who = draft.updatedByName ? ` by ${draft.updatedByName}` : ''
  throw new DomainError('conflict', `The draft was changed${who} since. Load it anew, then send the test.`)
}

/** These members, each with a verified address. Throws `bad_input` otherwise. */
async function chosenMembers({ db }: Context, ids: readonly string[]) {
  const wanted = [...new Set(ids)]
  const found = await db.orm
    .select({ id: members.id, name: members.name, email: members.email })
    .from(members)
    .where(and(inArray(members.id, wanted), eq(members.emailVerified, true)))
  if (found.length < wanted.length) {
    throw badInput([{ path: 'to', message: 'must be members with a verified address' }])
  }
  return found
}
