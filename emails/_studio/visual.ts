/** What the server loads of the visual editor, built into `.build/emails/_studio/visual.js`. */
export { type Composed, type ComposeOptions, composeVisual } from './visual/compose.tsx'
export { documentFromHtml } from './visual/from-html.ts'
export type { DocNode, DocProblem } from './visual/types.ts'
