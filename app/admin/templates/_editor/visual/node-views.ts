import type { AnyExtension, Node } from '@tiptap/core'
import type { Node as DocNode } from '@tiptap/pm/model'
import { NodeSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type { Condition, Repeat } from '../../../../../emails/_studio/visual/types.ts'
import { conditionInWords, repeatInWords } from './words.ts'

// Plain DOM: a React root for every variable of a long mail would be felt at each key.

/** What stands above the blocks of a frame. */
const LABELS: Record<string, (node: DocNode) => string> = {
  showIf: ({ attrs }) => `Show ${conditionInWords(attrs as Condition)}`,
  repeat: ({ attrs }) => `Repeat ${repeatInWords(attrs as Repeat)}`,
  otherwise: () => 'Otherwise',
}

interface Place {
  view: EditorView
  getPos: () => number | undefined
}

function select({ view, getPos }: Place): void {
  const pos = getPos()
  if (pos === undefined) return
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)))
  view.focus()
}

function frame(node: DocNode, place: Place) {
  const dom = document.createElement('div')
  dom.className = 'frame'
  dom.dataset.frame = node.type.name
  const label = document.createElement(node.type.name === 'otherwise' ? 'span' : 'button')
  label.className = 'frame-label'
  label.contentEditable = 'false'
  if (label instanceof HTMLButtonElement) {
    label.type = 'button'
    label.tabIndex = -1
    label.addEventListener('mousedown', (event) => {
      event.preventDefault()
      select(place)
    })
  }
  const contentDOM = document.createElement('div')
  dom.append(label, contentDOM)
  const show = (shown: DocNode) => {
    const text = LABELS[shown.type.name]?.(shown) ?? ''
    label.textContent = text
    dom.setAttribute('role', 'group')
    dom.setAttribute('aria-label', text)
    dom.toggleAttribute('data-unset', shown.attrs.path === '')
  }
  show(node)
  return {
    dom,
    contentDOM,
    update: (next: DocNode) => {
      if (next.type !== node.type) return false
      show(next)
      return true
    },
    ignoreMutation: (mutation: { target: globalThis.Node }) => !contentDOM.contains(mutation.target),
  }
}

function pill(node: DocNode) {
  const dom = document.createElement('span')
  dom.className = 'pill'
  const show = ({ attrs }: DocNode) => {
    const { path, fallback, format } = attrs
    dom.textContent = fallback === null ? path : `${path} | ${fallback}`
    dom.title = [
      `Variable ${path}`,
      fallback === null ? 'required' : `else “${fallback}”`,
      ...(format ? [`as ${format.name}`] : []),
    ].join(', ')
    dom.dataset.variable = path
  }
  show(node)
  return {
    dom,
    update: (next: DocNode) => {
      if (next.type !== node.type) return false
      show(next)
      return true
    },
  }
}

function image(node: DocNode) {
  const dom = document.createElement('div')
  dom.className = 'image'
  const show = ({ attrs: { src, alt, width, align } }: DocNode) => {
    dom.style.textAlign = align ?? 'left'
    const isShown = /^https?:|^\/assets\//i.test(src)
    const inner = document.createElement(isShown ? 'img' : 'span')
    if (inner instanceof HTMLImageElement) {
      inner.src = src
      inner.alt = alt
      if (width) inner.width = width
    } else {
      inner.className = 'no-image'
      inner.textContent = src ? `Image at ${src}` : 'No image yet: upload one above, or give its address'
    }
    dom.replaceChildren(inner)
  }
  show(node)
  return {
    dom,
    update: (next: DocNode) => {
      if (next.type !== node.type) return false
      show(next)
      return true
    },
  }
}

/** The extension with the look that it has while it is edited. */
export function withView(extension: AnyExtension): AnyExtension {
  if (LABELS[extension.name]) {
    return (extension as Node).extend({
      addNodeView:
        () =>
        ({ node, view, getPos }) =>
          frame(node, { view, getPos }),
    })
  }
  const make = extension.name === 'variable' ? pill : extension.name === 'image' ? image : null
  return make
    ? (extension as Node).extend({
        addNodeView:
          () =>
          ({ node }) =>
            make(node),
      })
    : extension
}
