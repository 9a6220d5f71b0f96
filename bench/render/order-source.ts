import { readFile } from 'node:fs/promises'

const VALUES = [
  ...['order.id', 'order.url', 'order.total', 'order.gift.words', 'item.name', 'item.quantity', 'item.price'],
  ...['customer.name', 'customer.street', 'customer.city'],
  ...['shop.name', 'shop.street', 'shop.email', 'shop.returns'],
]

/**
 * The React mail as an author of the studio writes it: the same TSX, each value by `v`, the condition and the repetition
 * by their elements. Made from the same file, so that the two can not drift apart.
 */
export async function orderSource(): Promise<string> {
  const react = await readFile(new URL('order-mail.tsx', import.meta.url), 'utf8')
  const replaced = (text: string, from: string | RegExp, to: string) => {
    const out = text.replace(from, to)
    if (out === text) throw new Error(`order-mail.tsx no longer has ${from}`)
    return out
  }
  let code = replaced(
    react,
    "import type { Order } from './order.ts'",
    "import { Each, If, v } from 'posthorn'",
  )
  code = replaced(code, '({ order, customer, shop }: Order)', '()')
  code = replaced(code, '{order.gift ? (', '<If when="order.gift">')
  code = replaced(code, ') : null}', '</If>')
  code = replaced(code, '{order.items.map((item) => (', '<Each of="order.items" as="item">')
  code = replaced(code, '))}', '</Each>')
  code = replaced(code, '<Row key={item.name}>', '<Row>')
  for (const path of VALUES) {
    code = replaced(code, new RegExp(`(?<=\\{)${path.replaceAll('.', '\\.')}(?=\\})`, 'g'), `v('${path}')`)
  }
  return code
}
