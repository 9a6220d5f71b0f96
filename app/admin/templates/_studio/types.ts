import type { CodeSource, GitSource, VisualSource } from '#server/templates/sources.ts'
import type { RouterInputs, RouterOutputs } from '#server/trpc/root.ts'

export type Studio = RouterOutputs['templates']['studio']
export type Preview = RouterOutputs['templates']['preview']
export type SaveDraftInput = RouterInputs['templates']['saveDraft']
export type Fixture = Studio['fixtures'][number]
export type TemplateSource = Studio['locales'][number]['source']
export type StudioKind = Studio['kind']
export type Translation = Studio['locales'][number]['translation']

/** A JSON Schema of an object. */
export type Variables = Record<string, unknown>
export type Data = Record<string, unknown>

export type { CodeSource, GitSource, VisualSource }
