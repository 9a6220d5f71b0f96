import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const folder = new URL('../../.build/emails/', import.meta.url)

const manifestSchema = z.array(
  z.object({
    key: z.string(),
    file: z.string(),
    sourceHash: z.string(),
    category: z.string(),
    description: z.string(),
  }),
)
export type GitTemplate = z.infer<typeof manifestSchema>[number]

/** The compiled templates of `emails/`, as the build step listed them. Throws when it was not run. */
export async function readGitManifest(): Promise<GitTemplate[]> {
  const text = await readFile(fileURLToPath(new URL('manifest.json', folder)), 'utf8')
  return manifestSchema.parse(JSON.parse(text))
}

/** The address of a template's compiled module. */
export const gitModuleUrl = (template: GitTemplate): string =>
  `${new URL(template.file, folder).href}?${template.sourceHash}`
