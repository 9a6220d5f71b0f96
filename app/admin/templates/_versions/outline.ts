interface DocNode {
  type: string
  attrs?: Record<string, unknown>
  content?: DocNode[]
  marks?: { type: string; attrs?: Record<string, unknown> }[]
  text?: string
}

/**
 * A visual document as lines to compare: a line for each block, indented by its depth, with its text and whatever of its
 * attributes says something. Takes any JSON: what is no node is left out.
 */
export function outlineOf(doc: unknown): string {
  return isNode(doc) ? (doc.content ?? []).flatMap((node) => linesOf(node, 0)).join('\n') : ''
}

function linesOf(node: DocNode, depth: number): string[] {
  const children = (node.content ?? []).filter(isNode)
  const isTextBlock = children.some(isInline)
  const head = [wordOf(node.type), attributesOf(node.attrs ?? {})].filter(Boolean).join(' ')
  const words = isTextBlock ? children.map(inlineOf).join('') : ''
  const line = `${'  '.repeat(depth)}${head}${words ? `: ${words}` : ''}`
  return isTextBlock ? [line] : [line, ...children.flatMap((child) => linesOf(child, depth + 1))]
}

const INLINE = new Set(['text', 'variable', 'hardBreak'])
const isInline = ({ type }: DocNode) => INLINE.has(type)

function inlineOf(node: DocNode): string {
  const attrs = node.attrs ?? {}
  if (node.type === 'hardBreak') return ' ⏎ '
  if (node.type === 'variable') {
    const { path, ...others } = attrs
    const rest = attributesOf(others)
    return `{${String(path ?? '')}${rest ? ` ${rest}` : ''}}`
  }
  const text = node.text ?? ''
  const marks = (node.marks ?? []).map(({ type, attrs: own = {} }) =>
    [type, attributesOf(own)].filter(Boolean).join(' '),
  )
  return marks.length > 0 ? `[${text}](${marks.toSorted().join(', ')})` : text
}

/** `colour=#006c70 width=200`, in the order of the names; what is empty says nothing. */
function attributesOf(attrs: Record<string, unknown>): string {
  return Object.entries(attrs)
    .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ')
}

/** `bulletList` → `Bullet list`. */
const wordOf = (type: string) => {
  const words = type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

const isNode = (value: unknown): value is DocNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
