import { type AnyExtension, flattenExtensions, type Mark, type Node } from '@tiptap/core'
import StarterKit from '@tiptap/starter-kit'
import { NODE_ATTRIBUTES, wrongAddress } from './attributes.ts'
import { attributesOf } from './node-attributes.ts'

/** What others of the kit add by themselves. */
const ADDED = new Set(['starterKit', 'listItemBranchingDeleteKeymap'])

const kit = flattenExtensions([
  StarterKit.configure({
    codeBlock: false,
    heading: { levels: [1, 2, 3] },
    link: {
      openOnClick: false,
      defaultProtocol: 'https',
      isAllowedUri: (url) => wrongAddress(url) === null,
    },
    trailingNode: { node: 'paragraph' },
  }),
]).filter(({ name }) => !ADDED.has(name))

/** A link is its address: how and where it opens, each mail program decides. */
const link = { href: { default: '' } }

/** Text, headings, lists, quotes and what stands in them, with the attributes that we keep and no others. */
export const textExtensions: AnyExtension[] = kit.map((extension) => {
  if (extension.name === 'link') {
    return (extension as Mark).extend({ addAttributes: () => link })
  }
  return extension.type === 'node' && Object.keys(NODE_ATTRIBUTES[extension.name] ?? {}).length > 0
    ? (extension as Node).extend({ addAttributes: () => attributesOf(extension.name) })
    : extension
})
