import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export type Compiler = typeof import('./compile/compile-source.ts')

/**
 * The compiler, loaded by Node itself, also where this module is in a bundle of Next's: React, the sandbox and the built
 * parts of `emails/_studio` are in none. By the folder that every process starts in, as the renderer's.
 */
export async function loadCompiler(): Promise<Compiler> {
  const file = join(process.cwd(), 'server', 'templates', 'compile', 'compile-source.ts')
  return import(/* turbopackIgnore: true */ pathToFileURL(file).href)
}
