import { type Editor, Extension, InputRule, type Range } from '@tiptap/core'
import { PluginKey } from '@tiptap/pm/state'
import { Suggestion, type SuggestionProps } from '@tiptap/suggestion'
import { namesOf } from '../../../../../emails/_studio/visual/paths.ts'
import { type Known, knownVariables } from './known-variables.ts'
import { repeatsAround } from './positions.ts'
import { type AskFor, slashItemsFor } from './slash-items.ts'
import { LIST_ID, optionId } from './suggest-menu.tsx'
import type { Suggested, SuggestStore } from './suggest-store.ts'

interface Options {
  store: SuggestStore
  variables: () => Record<string, unknown> | null
  askFor: AskFor
}

/** Nothing may be outside of the page's landmarks. */
const LANDMARK = 'main'

type Item = Omit<Suggested, 'run'> & { run: (editor: Editor, range: Range) => void }

/** Draws the items of a suggestion by the store, and walks them by the arrow keys. */
function drawnBy(store: SuggestStore, label: string) {
  let latest: SuggestionProps<Item> | null = null
  let unmount: (() => void) | null = null
  const show = (props: SuggestionProps<Item>, element: HTMLElement, selected: number) => {
    latest = props
    const items = props.items.map((item) => ({ ...item, run: () => props.command(item) }))
    store.set({ element, label, items, selected })
    props.editor.view.dom.setAttribute('aria-controls', LIST_ID)
    props.editor.view.dom.setAttribute('aria-activedescendant', optionId(selected))
  }
  return () => ({
    onStart: (props: SuggestionProps<Item>) => {
      const element = document.createElement('div')
      element.style.zIndex = '50'
      unmount = props.mount(element)
      show(props, element, 0)
    },
    onUpdate: (props: SuggestionProps<Item>) => {
      const open = store.get()
      if (open) show(props, open.element, 0)
    },
    onKeyDown: ({ event }: { event: KeyboardEvent }) => {
      const open = store.get()
      if (!open || !latest) return false
      const count = open.items.length
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        if (count > 0) {
          const step = event.key === 'ArrowDown' ? 1 : -1
          show(latest, open.element, (open.selected + step + count) % count)
        }
        return true
      }
      if (event.key !== 'Enter' && event.key !== 'Tab') return false
      open.items[open.selected]?.run()
      return count > 0
    },
    onExit: (props: SuggestionProps<Item>) => {
      unmount?.()
      unmount = null
      latest = null
      store.set(null)
      for (const name of ['aria-controls', 'aria-activedescendant'])
        props.editor.view.dom.removeAttribute(name)
    },
  })
}

const variable = (path: string, fallback?: string) => ({
  type: 'variable',
  attrs: { path, ...(fallback === undefined ? {} : { fallback }) },
})

function variableItems(known: Known[], query: string): Item[] {
  const typed = query.toLowerCase()
  const offered = known
    .filter(
      ({ kind, path, note }) => kind !== 'list' && `${path} ${note ?? ''}`.toLowerCase().includes(typed),
    )
    .sort((a, b) => Number(b.path.startsWith(query)) - Number(a.path.startsWith(query)))
  const items: Item[] = offered.map(({ path, note }) => ({
    id: path,
    title: path,
    note,
    icon: null,
    run: put(path),
  }))
  const isNew = namesOf(query) !== null && !known.some(({ path }) => path === query)
  return isNew
    ? [...items, { id: `new ${query}`, title: query, note: 'Not declared', icon: null, run: put(query) }]
    : items
}

const put = (path: string) => (editor: Editor, range: Range) => {
  editor.chain().focus().insertContentAt(range, variable(path)).run()
}

/** `/` for blocks, `{` for variables; `{order.total|none}` typed to its end becomes a variable, too. */
export const suggestions = ({ store, variables, askFor }: Options) =>
  Extension.create({
    name: 'suggestions',
    addProseMirrorPlugins() {
      const { editor } = this
      const isText = ({ state }: { state: typeof editor.state }) => state.selection.$from.parent.isTextblock
      return [
        Suggestion<Item, Item>({
          editor,
          pluginKey: new PluginKey('blocks'),
          char: '/',
          container: LANDMARK,
          // “/heading 2”, but not the rest of a sentence after a slash.
          allowSpaces: true,
          shouldShow: ({ query }) => !query.startsWith(' ') && slashItemsFor(editor, query).length > 0,
          allow: (props) => isText(props) && !editor.isActive('button') && !editor.isActive('code'),
          items: ({ query }) =>
            slashItemsFor(editor, query).map(({ title, note, icon, run }) => ({
              id: title,
              title,
              note,
              icon,
              run: (target, range) => run(target, range, askFor),
            })),
          command: ({ editor: target, range, props }) => props.run(target, range),
          render: drawnBy(store, 'Blocks'),
        }),
        Suggestion<Item, Item>({
          editor,
          pluginKey: new PluginKey('variables'),
          char: '{',
          container: LANDMARK,
          allowedPrefixes: null,
          allow: isText,
          items: ({ query }) =>
            variableItems(knownVariables(variables(), repeatsAround(editor.state)), query),
          command: ({ editor: target, range, props }) => props.run(target, range),
          render: drawnBy(store, 'Variables'),
        }),
      ]
    },
    addInputRules() {
      return [
        new InputRule({
          find: /\{([^{}|\s]+)(?:\|([^{}]*))?\}$/,
          handler: ({ range, match, chain }) => {
            const [, path = '', fallback] = match
            if (namesOf(path) === null) return null
            chain().insertContentAt(range, variable(path, fallback)).run()
            return undefined
          },
        }),
      ]
    },
  })
