import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The checks, loaded by Node itself: they need the compiler and the client data, which are in no bundle. By the folder
 * that every process starts in, since a bundler follows `import.meta.url`.
 */
export async function loadChecks(): Promise<typeof import('./run.ts')> {
  const file = join(process.cwd(), 'server', 'templates', 'checks', 'run.ts')
  return import(/* turbopackIgnore: true */ pathToFileURL(file).href)
}
