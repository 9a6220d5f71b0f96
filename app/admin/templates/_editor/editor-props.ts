import type { Place, Problem } from '#server/templates/problem.ts'
import type { BrandTheme } from '#server/templates/sources.ts'

/**
 * What the studio gives the editor of one locale. The editor keeps its own undo; a source that changed from outside
 * (another locale, somebody else's draft) comes as a new `key` of the component, never as another `source`.
 */
export interface EditorProps<Source> {
  templateKey: string
  /** BCP 47. */
  locale: string
  source: Source
  /** Called with the whole source at every change. Subject and preheader are the studio's own fields: pass them on. */
  onChange: (source: Source) => void
  /** A JSON Schema, to pick variables from; null: none is declared. */
  variables: Record<string, unknown> | null
  theme: BrandTheme
  /** Of this locale, from the preview: those with a place are shown there. */
  problems: readonly Problem[]
  readOnly: boolean
  /** Where to go; a new object each time one should go there. */
  jump: { place: Place } | null
}
