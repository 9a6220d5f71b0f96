/** What the order mail is rendered with. Amounts are written already, so that no side pays for Intl. */
export interface Order {
  order: {
    id: string
    url: string
    total: string
    gift: { words: string } | null
    items: { name: string; quantity: number; price: string }[]
  }
  customer: { name: string; street: string; city: string }
  shop: { name: string; street: string; email: string; returns: string }
}

export const order: Order = {
  order: {
    id: '10482',
    url: 'https://shop.example/orders/10482',
    total: '€224.40',
    gift: { words: 'All the best, from Anna & Björn' },
    items: [
      { name: 'Merino crew-neck sweater, navy, M', quantity: 1, price: '€129.00' },
      { name: "Children's wool socks, three pairs", quantity: 2, price: '€48.00' },
      { name: 'Felt slippers, grey, 42', quantity: 1, price: '€39.90' },
      { name: 'Gift wrapping', quantity: 1, price: '€7.50' },
    ],
  },
  customer: { name: 'Anna Lindqvist', street: 'Storgatan 12', city: '114 55 Stockholm' },
  shop: {
    name: 'Harbour Goods',
    street: 'Harbour Street 4',
    email: 'hello@shop.example',
    returns: 'https://shop.example/returns',
  },
}

/** The template's text in Handlebars, which knows no layout: for this mail it needs none. */
export const textInHandlebars = `Thank you, {{customer.name}}

We have received your order {{order.id}} and will write to you again as soon as it is on its way.

{{#if order.gift}}It will be wrapped, with this card: {{order.gift.words}}

{{/if}}{{#each order.items as |item|}}{{item.name}}
{{item.quantity}}
{{item.price}}

{{/each}}Total

{{order.total}}

Look at your order {{order.url}}

----------------------------------------


Where it goes

{{customer.name}}
{{customer.street}}
{{customer.city}}

{{shop.name}}, {{shop.street}}. Questions? {{shop.email}}

Returns within 30 days {{shop.returns}}`
