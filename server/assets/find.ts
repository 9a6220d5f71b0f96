import { and, eq } from 'drizzle-orm'
import type { Orm } from '#server/db/client.ts'
import { assets } from '#server/db/schema/templates.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What its address names, without the bytes, which a browser may have already. Null when there is none. */
export async function findAsset(
  orm: Orm,
  id: string,
  name: string,
): Promise<{ sha256: string; mediaType: string; size: number } | null> {
  if (!ID.test(id)) return null
  const [row] = await orm
    .select({ sha256: assets.sha256, mediaType: assets.mediaType, size: assets.size })
    .from(assets)
    .where(and(eq(assets.id, id), eq(assets.name, name)))
  return row ?? null
}

/** The bytes of an image that was found. */
export async function assetBytes(orm: Orm, id: string): Promise<Buffer | null> {
  const [row] = await orm.select({ bytes: assets.bytes }).from(assets).where(eq(assets.id, id))
  return row?.bytes ?? null
}
