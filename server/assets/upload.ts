import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { actorLabel, authorise, type Context } from '#server/context.ts'
import { newId } from '#server/db/ids.ts'
import { auditLog } from '#server/db/schema/access.ts'
import { assets } from '#server/db/schema/templates.ts'
import { DomainError } from '#server/errors.ts'
import { assetUrl } from './asset-url.ts'
import { type ImageFacts, type ImageType, readImage } from './read-image.ts'
import { IMAGE_BYTES_MAX, IMAGE_PIXELS_MAX, IMAGE_SIDE_MAX } from './schemas.ts'

export interface UploadedAsset {
  id: string
  /** Absolute; for everybody who knows it. */
  url: string
  name: string
  /** Pixels. */
  width: number
  height: number
}

/**
 * Keeps an image for mails; one that is there already is answered as it is. `name`: the file's. Throws `forbidden`,
 * or `bad_input` for what is none of the four kinds, broken, or too large.
 */
export async function uploadAsset(
  ctx: Context,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<UploadedAsset> {
  authorise(ctx.actor, 'templates')
  const { mediaType, width, height } = checked(bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const label = actorLabel(ctx.actor)
  const now = ctx.clock.now()
  const row = await ctx.db.orm.transaction(async (tx) => {
    const [made] = await tx
      .insert(assets)
      .values({
        ...{ id: newId(), sha256, name: safeName(name, mediaType), mediaType, width, height },
        ...{ size: bytes.length, bytes, createdByName: label.actorName, createdAt: now },
      })
      .onConflictDoNothing({ target: assets.sha256 })
      .returning(told)
    if (made) {
      const detail = { name: made.name, size: bytes.length }
      const audited = { ...label, action: 'asset.upload', targetId: made.id, detail, at: now }
      await tx.insert(auditLog).values({ id: newId(), ...audited })
      return made
    }
    const [there] = await tx.select(told).from(assets).where(eq(assets.sha256, sha256))
    return there
  })
  if (!row) throw new DomainError('conflict', 'The image was removed just now. Upload it again.')
  return { ...row, url: assetUrl(row) }
}

const told = { id: assets.id, name: assets.name, width: assets.width, height: assets.height }

function checked(bytes: Buffer): ImageFacts {
  if (bytes.length > IMAGE_BYTES_MAX) throw noImage(`has more than ${IMAGE_BYTES_MAX / 1024 / 1024} MB`)
  const image = readImage(bytes)
  if (image === null) throw noImage('is no PNG, JPEG, GIF or WebP image')
  if (image === 'broken') throw noImage('is an image that is incomplete or damaged')
  const { width, height } = image
  if (Math.max(width, height) > IMAGE_SIDE_MAX || width * height > IMAGE_PIXELS_MAX) {
    const most = `${IMAGE_SIDE_MAX} pixels a side and ${IMAGE_PIXELS_MAX / 1_000_000} million in all`
    throw noImage(`has ${width} × ${height} pixels: at most ${most}`)
  }
  return image
}

/** What is wrong with the file, named by its field. */
export function noImage(message: string): DomainError {
  return new DomainError('bad_input', `The file ${message}.`, [{ path: 'file', message }])
}

const EXTENSIONS: Record<ImageType, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
}

/** Of a file's name what an address may hold; it ends as its bytes are. */
function safeName(name: string, mediaType: ImageType): string {
  const stem = name
    .replace(/^.*[/\\]/, '')
    .replace(/\.[^.]*$/, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
  return `${stem || 'image'}.${EXTENSIONS[mediaType]}`
}
