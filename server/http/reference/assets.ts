import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import swaggerUiFolder from 'swagger-ui-dist/absolute-path.js'

// Next bundles this file, so its own place says nothing; that of a package which is not bundled does.
const swaggerUi = swaggerUiFolder()
const modules = join(swaggerUi, '..')
const own = join(modules, '../server/http/reference')

const CSS = 'text/css; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'
const FONT = 'font/woff2'

/** Everything that the reference loads: name → media type and file. Nothing else is served. */
const files: Readonly<Record<string, readonly [type: string, file: string]>> = {
  'swagger-ui.css': [CSS, join(swaggerUi, 'swagger-ui.css')],
  'swagger-ui-bundle.js': [SCRIPT, join(swaggerUi, 'swagger-ui-bundle.js')],
  'reference.css': [CSS, join(own, 'reference.css')],
  'reference.js': [SCRIPT, join(own, 'reference.js')],
  'inter.woff2': [FONT, join(modules, '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')],
  'geist-mono.woff2': [
    FONT,
    join(modules, '@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2'),
  ],
}

export interface Asset {
  type: string
  /** A digest of the content, for `ETag`. */
  tag: string
  plain: Uint8Array<ArrayBuffer>
  /** Null for what is compressed already. */
  gzipped: Uint8Array<ArrayBuffer> | null
}

const assets = new Map<string, Promise<Asset>>()

/** The asset of that name, read once; null if there is none. */
export function assetOf(name: string): Promise<Asset> | null {
  const known = Object.hasOwn(files, name) ? files[name] : undefined
  if (!known) return null
  let asset = assets.get(name)
  if (!asset) {
    asset = read(...known)
    // A file that could not be read is asked for again.
    asset.catch(() => assets.delete(name))
    assets.set(name, asset)
  }
  return asset
}

async function read(type: string, file: string): Promise<Asset> {
  const plain = new Uint8Array(await readFile(file))
  const gzipped = type === FONT ? null : new Uint8Array(await promisify(gzip)(plain))
  return { type, tag: createHash('sha256').update(plain).digest('base64url').slice(0, 16), plain, gzipped }
}
