import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

/** By the folder that every process starts in, since a bundler follows `import.meta.url`. */
const folder = () => join(process.cwd(), '.build', 'emails')

const manifestSchema = z.array(
  z.object({
    key: z.string(),
    file: z.string(),
    sourceHash: z.string(),
    category: z.string(),
    description: z.string(),
    /** Its texts, which a locale may say otherwise; `{order}` in one stands for a fact. */
    strings: z.array(z.object({ name: z.string(), text: z.string() })),
    /** Names of what it makes of an event's data for its texts. */
    facts: z.array(z.string()),
    /** Data of an event, to show it with. */
    sample: z.record(z.string(), z.unknown()),
    /** The file itself, TSX. */
    code: z.string(),
  }),
)
export type GitTemplate = z.infer<typeof manifestSchema>[number]

/** The compiled templates of `emails/`, as the build step listed them. Throws when it was not run. */
export async function readGitManifest(): Promise<GitTemplate[]> {
  const text = await readFile(join(folder(), 'manifest.json'), 'utf8')
  return manifestSchema.parse(JSON.parse(text))
}

/** The address of a template's compiled module. */
export const gitModuleUrl = (template: GitTemplate): string =>
  `${pathToFileURL(join(folder(), template.file)).href}?${template.sourceHash}`
