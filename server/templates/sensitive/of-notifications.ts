import type { Database } from '#server/db/client.ts'
import { lowestIdSince } from '#server/db/ids.ts'
import type { SourceKind } from '#server/db/schema/notifications.ts'
import { isListed } from '#server/delivery/digest-data.ts'
import { templateRequest } from '#server/ingest/event-data.ts'
import { enabledWorkflows, workflowsFor } from '#server/workflows/find.ts'
import { currentTemplates } from '../current.ts'
import { hiddenPayload, pathsInEvents } from './hide.ts'
import { sensitiveOf, type VersionKey } from './versions.ts'

/** What is looked at of a notification. */
export interface MaybeSensitive {
  id: string
  status: string
  sensitive: boolean
  eventType: string | null
  source: SourceKind
  sourceName: string | null
  payload: Record<string, unknown>
}

/**
 * The paths of the sensitive variables of notifications, by id, where there are any: by the versions that their
 * deliveries were made for; of one that is not planned yet, by what its workflow would send now.
 */
export async function sensitivePathsOf(
  db: Database,
  notifications: readonly MaybeSensitive[],
): Promise<Map<string, string[][]>> {
  const planned = notifications.filter(({ sensitive }) => sensitive).map(({ id }) => id)
  const pending = notifications.filter(({ status }) => status === 'PENDING')
  const versions = [...(await versionsOf(db, planned)), ...(await versionsToBe(db, pending))]
  if (versions.length === 0) return new Map()
  const pathsOf = await sensitiveOf(db.orm, versions)
  const found = new Map<string, string[][]>()
  for (const version of versions) {
    const paths = version.inDigest ? pathsInEvents(pathsOf(version)) : pathsOf(version)
    if (paths.length > 0) found.set(version.id, [...(found.get(version.id) ?? []), ...paths])
  }
  return found
}

/** Notifications as they may be shown: their sensitive values hidden. */
export async function withoutSensitive<N extends MaybeSensitive>(
  db: Database,
  notifications: readonly N[],
): Promise<N[]> {
  const paths = await sensitivePathsOf(db, notifications)
  return notifications.map((one) => {
    const own = paths.get(one.id)
    return own ? { ...one, payload: hiddenPayload(one.payload, own) } : one
  })
}

type Versioned = VersionKey & { id: string; inDigest: boolean }

async function versionsOf({ sql }: Database, ids: readonly string[]): Promise<Versioned[]> {
  if (ids.length === 0) return []
  const since = lowestIdSince(ids)
  return sql<Versioned[]>`
    select distinct notification_id as id, template_key as key, template_version as version,
      ${isListed(sql)} as "inDigest" from deliveries d
    where notification_id = any(${ids as string[]}::uuid[]) and id >= ${since}`
}

async function versionsToBe({ orm }: Database, pending: readonly MaybeSensitive[]): Promise<Versioned[]> {
  if (pending.length === 0) return []
  const workflows = await enabledWorkflows(orm)
  // Which one takes it depends on conditions: what any of them hides is hidden.
  const keys = pending.flatMap((one) => {
    const request = templateRequest(one.source, one.payload)
    const own = request
      ? [{ key: request.templateKey, inDigest: false }]
      : workflowsFor(workflows, one).map(({ templateKey: key, digest }) => ({
          key,
          inDigest: digest !== null,
        }))
    return own.map((template) => ({ id: one.id, ...template }))
  })
  const templates = await currentTemplates(
    orm,
    keys.map(({ key }) => key),
  )
  return keys.flatMap((one) => {
    const template = templates.get(one.key)
    return template ? [{ ...one, version: template.version }] : []
  })
}
