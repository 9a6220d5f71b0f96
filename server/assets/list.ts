import { desc, lt } from 'drizzle-orm'
import { authorise, type Context } from '#server/context.ts'
import { assets } from '#server/db/schema/templates.ts'
import { parse } from '#server/parse.ts'
import { assetUrl } from './asset-url.ts'
import { type ListAssetsInput, listAssetsInput } from './schemas.ts'
import type { UploadedAsset } from './upload.ts'

const PAGE = 40

export type ListedAsset = UploadedAsset & { size: number; createdByName: string | null; createdAt: Date }

/** Images for mails, the newest first, a page after the cursor. Throws `forbidden`, `bad_input`. */
export async function listAssets(
  { db, actor }: Context,
  raw?: ListAssetsInput,
): Promise<{ assets: ListedAsset[]; nextCursor: string | null }> {
  authorise(actor, 'read')
  const { cursor } = parse(listAssetsInput, raw)
  const rows = await db.orm
    .select({
      ...{ id: assets.id, name: assets.name, width: assets.width, height: assets.height },
      ...{ size: assets.size, createdByName: assets.createdByName, createdAt: assets.createdAt },
    })
    .from(assets)
    .where(cursor ? lt(assets.id, cursor) : undefined)
    .orderBy(desc(assets.id))
    .limit(PAGE + 1)
  const shown = rows.slice(0, PAGE)
  return {
    assets: shown.map((row) => ({ ...row, url: assetUrl(row) })),
    nextCursor: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  }
}
