import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { Problem } from '#server/templates/problem.ts'
import { positionOf } from './positions.ts'
import { conditionInWords, repeatInWords } from './words.ts'

export const problemsKey = new PluginKey<DecorationSet>('problems')
const flowKey = new PluginKey<DecorationSet>('flow')

function shownProblems(doc: Node, problems: readonly Problem[]): DecorationSet {
  const found = problems.flatMap(({ severity, message, where }) => {
    if (where?.field !== 'doc' || !where.node) return []
    const place = positionOf(doc, where.node)
    if (!place) return []
    const { pos, node } = place
    const attributes = { class: `has-${severity}`, title: message }
    return node.isInline
      ? [Decoration.inline(pos, pos + node.nodeSize, attributes)]
      : [Decoration.node(pos, pos + node.nodeSize, attributes)]
  })
  return DecorationSet.create(doc, found)
}

/** Rows and items that are repeated or shown only if say so where they stand. */
function shownFlow(doc: Node): DecorationSet {
  const found: Decoration[] = []
  doc.descendants((node, pos) => {
    const { repeat, showIf } = node.attrs
    if (!repeat && !showIf) return !node.isTextblock
    const words = [
      repeat ? `Repeated ${repeatInWords(repeat)}` : '',
      showIf ? `shown ${conditionInWords(showIf)}` : '',
    ]
    const attributes = { 'data-flow': words.filter(Boolean).join(', ') }
    const first = node.type.name === 'tableRow' ? node.firstChild : null
    found.push(
      first
        ? Decoration.node(pos + 1, pos + 1 + first.nodeSize, attributes)
        : Decoration.node(pos, pos + node.nodeSize, attributes),
    )
    return true
  })
  return DecorationSet.create(doc, found)
}

/** Outlines nodes with problems (`problemsKey` as a transaction's meta brings new ones) and names what is repeated. */
export const marksOnNodes = Extension.create({
  name: 'marksOnNodes',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key: problemsKey,
      state: {
        init: () => DecorationSet.empty,
        apply: (tr, old) => {
          const problems = tr.getMeta(problemsKey) as readonly Problem[] | undefined
          return problems ? shownProblems(tr.doc, problems) : old.map(tr.mapping, tr.doc)
        },
      },
      props: { decorations: (state) => problemsKey.getState(state) },
    }),
    new Plugin<DecorationSet>({
      key: flowKey,
      state: {
        init: (_, { doc }) => shownFlow(doc),
        apply: (tr, old) => (tr.docChanged ? shownFlow(tr.doc) : old),
      },
      props: { decorations: (state) => flowKey.getState(state) },
    }),
  ],
})
