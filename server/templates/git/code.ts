import { type GitTemplate, readGitManifest } from '../git-manifest.ts'

/** What `emails/` has under this key; null when it has nothing. Throws when the build step was not run. */
export async function gitCode(key: string): Promise<GitTemplate | null> {
  return (await readGitManifest()).find((template) => template.key === key) ?? null
}
