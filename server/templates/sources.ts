import { z } from 'zod'

// What the studio's authors write, by kind (`TemplateKind`). The same schemas check what a browser saves.

/** Well above what a mail needs, well below what hurts. Characters. */
export const CODE_MAX = 200_000
export const DOC_MAX = 500_000
const SUBJECT_MAX = 998
const PREHEADER_MAX = 500

const line = (max: number) =>
  z
    .string()
    .max(max, `must have at most ${max} characters`)
    .refine((value) => !/[\0\uE000-\uE01F]/.test(value), 'must not contain NUL or private-use characters')

/** `{name}` placeholders as in the contract's templates. */
const subject = line(SUBJECT_MAX)
const preheader = line(PREHEADER_MAX)

/** Notifications show about 50 and 150 characters of these. */
const PUSH_TITLE_MAX = 200
const PUSH_BODY_MAX = 1_000
const PUSH_ADDRESS_MAX = 1_000

/** What a push message says, with `{name}` placeholders; what is blank or left out is made from the mail. */
export const pushSource = z.object({
  title: line(PUSH_TITLE_MAX).optional(),
  body: line(PUSH_BODY_MAX).optional(),
  link: line(PUSH_ADDRESS_MAX).optional(),
  icon: line(PUSH_ADDRESS_MAX).optional(),
})
export type PushSource = z.infer<typeof pushSource>

/** A document of the visual editor: `{ type: 'doc', content: [...] }` (ProseMirror's JSON). */
export const visualSource = z.object({
  subject,
  preheader,
  doc: z
    .record(z.string(), z.unknown())
    .refine(
      (doc) => JSON.stringify(doc).length <= DOC_MAX,
      `must have at most ${DOC_MAX} characters as JSON`,
    ),
  push: pushSource.optional(),
})
export type VisualSource = z.infer<typeof visualSource>

/** TSX whose default export is the mail. */
export const codeSource = z.object({ subject, preheader, code: line(CODE_MAX), push: pushSource.optional() })
export type CodeSource = z.infer<typeof codeSource>

/** What a locale says in place of what a template of git says by itself; null and left out: as in the code. */
export const gitSource = z.object({
  subject: subject.nullable(),
  strings: z.record(z.string().max(100), z.string().max(5_000)),
})
export type GitSource = z.infer<typeof gitSource>

/** A `{name}` template of the API, edited in the studio as text. `html_body` null: made from the body. */
export const plainSource = z.object({
  subject,
  body: z.string().max(1_000_000),
  html_body: z.string().max(1_000_000).nullable(),
  push: pushSource.optional(),
})

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #006c70')

/** The look that all templates of the studio share. Colours are `#rrggbb`, sizes px. */
export const brandTheme = z.object({
  /** The sender as a reader knows it; stands beside the logo's place and in the footer. */
  brandName: z.string().trim().max(100).default(''),
  logo: z
    .object({ url: z.string().max(2_000), alt: z.string().max(200), width: z.int().min(16).max(600) })
    .nullable()
    .default(null),
  colours: z
    .object({ page: colour, card: colour, text: colour, muted: colour, accent: colour, onAccent: colour })
    .default({
      page: '#f5f3f0',
      card: '#ffffff',
      text: '#1d1a17',
      muted: '#605b56',
      accent: '#006c70',
      onAccent: '#ffffff',
    }),
  /** Font families that mail clients have, best first. */
  font: z
    .enum(['system', 'arial', 'georgia', 'verdana', 'tahoma', 'trebuchet', 'times', 'courier'])
    .default('system'),
  headingFont: z
    .enum(['same', 'system', 'arial', 'georgia', 'verdana', 'tahoma', 'trebuchet', 'times', 'courier'])
    .default('same'),
  fontSize: z.int().min(12).max(20).default(15),
  /** Corners of buttons and cards. */
  radius: z.int().min(0).max(24).default(8),
  width: z.int().min(320).max(800).default(600),
  footer: z.string().max(2_000).default(''),
})
export type BrandTheme = z.infer<typeof brandTheme>
