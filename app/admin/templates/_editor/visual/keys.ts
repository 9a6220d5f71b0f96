import { Extension } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'

const FRAMES = new Set(['showIf', 'otherwise', 'repeat', 'section'])

/** Enter in the empty last paragraph of a frame leaves it; Backspace in an empty frame takes it away. */
export const frameKeys = Extension.create({
  name: 'frameKeys',
  priority: 1_000,
  addKeyboardShortcuts() {
    const leave = () => {
      const { state, view } = this.editor
      const { $from: place, empty } = state.selection
      const depth = place.depth - 1
      if (!empty || depth < 1 || place.parent.type.name !== 'paragraph' || place.parent.content.size > 0)
        return false
      const frame = place.node(depth)
      if (!FRAMES.has(frame.type.name) || frame.childCount < 2 || place.index(depth) !== frame.childCount - 1)
        return false
      // Of an `otherwise` one leaves the whole condition.
      const outer = frame.type.name === 'otherwise' ? depth - 1 : depth
      const after = place.after(outer)
      const tr = state.tr.insert(after, place.parent.type.create())
      tr.setSelection(TextSelection.create(tr.doc, after + 1)).delete(place.before(), place.after())
      view.dispatch(tr.scrollIntoView())
      return true
    }
    const dissolve = () => {
      const { state, view } = this.editor
      const { $from: place, empty } = state.selection
      const depth = place.depth - 1
      if (!empty || depth < 1 || place.parent.content.size > 0 || place.parent.type.name !== 'paragraph')
        return false
      const frame = place.node(depth)
      if (!FRAMES.has(frame.type.name) || frame.childCount > 1) return false
      const [from, to] = [place.before(depth), place.after(depth)]
      const tr =
        frame.type.name === 'otherwise'
          ? state.tr.delete(from, to)
          : state.tr.replaceWith(from, to, place.parent)
      tr.setSelection(TextSelection.near(tr.doc.resolve(from), frame.type.name === 'otherwise' ? -1 : 1))
      view.dispatch(tr.scrollIntoView())
      return true
    }
    return { Enter: leave, Backspace: dissolve }
  },
})
