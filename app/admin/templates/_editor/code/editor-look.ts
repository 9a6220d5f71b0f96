import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

// By the tokens of globals.css, so that dark and light follow without the editor knowing.

const soft = (colour: string, percent: number) =>
  `color-mix(in oklab, var(--${colour}) ${percent}%, transparent)`

const frame = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)', fontSize: '0.8125rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--accent)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: soft('accent', 22),
  },
  '.cm-activeLine': { backgroundColor: soft('ink', 4) },
  '.cm-selectionMatch': { backgroundColor: soft('amber', 20) },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: soft('accent', 25), outline: 'none' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface)',
    color: 'var(--faint)',
    border: 'none',
    borderRight: '1px solid var(--border)',
  },
  '.cm-activeLineGutter': { backgroundColor: soft('ink', 6), color: 'var(--ink)' },
  '.cm-lineNumbers .cm-gutterElement': {
    padding: '0 0.375rem 0 0.625rem',
    fontVariantNumeric: 'tabular-nums',
  },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--sunken)',
    border: '1px solid var(--border)',
    color: 'var(--muted)',
    padding: '0 0.25rem',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--border)',
    borderRadius: '0.375rem',
    boxShadow: '0 4px 12px -2px rgb(var(--shadow-colour) / 0.25)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', maxHeight: '16rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.1875rem 0.5rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600', color: 'var(--accent)' },
  '.cm-completionDetail': { color: 'var(--faint)', fontStyle: 'normal', fontFamily: 'var(--font-sans)' },
  '.cm-tooltip.cm-completionInfo': { padding: '0.5rem 0.625rem', maxWidth: '18rem' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--ink)', fontFamily: 'var(--font-sans)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--border)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--border)' },
  '.cm-panel.cm-search': { padding: '0.375rem 2rem 0.375rem 0.5rem' },
  '.cm-textfield': {
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--field)',
    borderRadius: '0.25rem',
    color: 'var(--ink)',
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--border)',
    borderRadius: '0.25rem',
    color: 'var(--ink)',
  },
  '.cm-panel button[name=close]': { color: 'var(--muted)' },
  '.cm-searchMatch': { backgroundColor: soft('amber', 30) },
  '.cm-searchMatch-selected': { backgroundColor: soft('amber', 60) },
  '.cm-diagnostic': { fontFamily: 'var(--font-sans)', fontSize: '0.8125rem', padding: '0.375rem 0.625rem' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--red)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--amber)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--red) 1px' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--amber) 1px' },
  '.cm-gutter-lint': { width: '1.125rem' },
  '.cm-changedLine, &.cm-merge-b .cm-changedLine, .cm-inlineChangedLine': {
    backgroundColor: `${soft('green', 12)} !important`,
  },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: `${soft('red', 10)} !important` },
  '&.cm-merge-b .cm-changedText, .cm-changedText': { background: `${soft('green', 30)} !important` },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: `${soft('red', 28)} !important`,
  },
  // Its sign for folded lines is in few fonts.
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { display: 'none' },
  '.cm-collapsedLines': {
    backgroundImage: 'none',
    backgroundColor: 'var(--sunken)',
    color: 'var(--muted)',
    fontFamily: 'var(--font-sans)',
    fontSize: '0.75rem',
  },
})

/** CodeMirror's own scheme by its colours, each with ours for it. */
const ours: Readonly<Record<string, string>> = {
  '#708': 'violet', // keywords
  '#219': 'amber', // true, null, addresses
  '#164': 'amber', // numbers
  '#a11': 'green', // strings
  '#e40': 'green', // regular expressions, escapes
  '#00f': 'ink', // definitions
  '#30a': 'ink',
  '#085': 'blue', // types and tags
  '#167': 'blue', // classes
  '#256': 'accent',
  '#00c': 'accent', // names of properties
  '#940': 'faint', // comments
  '#f00': 'red', // what is no code
  '#404740': 'muted',
}

const colours = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) => {
    const own = typeof spec.color === 'string' ? ours[spec.color] : undefined
    return own ? { ...spec, color: `var(--${own})` } : spec
  }),
)

export const editorLook: Extension = [frame, syntaxHighlighting(colours)]
