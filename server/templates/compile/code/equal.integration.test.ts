import { createRequire } from 'node:module'
import { transform } from 'esbuild'
import { createElement, type FunctionComponent } from 'react'
import { render } from 'react-email'
import { describe, expect, it } from 'vitest'
import { renderForComparison } from '#server/rendering/compiled.ts'
import { codeStarter } from '../../../../emails/_studio/starters/code.ts'
import { brandTheme } from '../../sources.ts'
import { compileSource, renderConcrete } from '../compile-source.ts'
import { markCode } from './mark-code.ts'

const theme = brandTheme.parse({ brandName: 'Acme' })
const mail = (inside: string, before = '') => `import { Body, Html, Link, Row, Text } from 'react-email'
import { Each, Else, If, v } from 'posthorn'
${before}
export default function Mail() {
  return <Html><Body>${inside}</Body></Html>
}
`

async function byReactEmail(code: string): Promise<string> {
  const { code: js } = await transform(code, { loader: 'tsx', jsx: 'automatic', format: 'cjs' })
  const module: { exports: { default?: FunctionComponent } } = { exports: {} }
  new Function('require', 'module', 'exports', js)(createRequire(import.meta.url), module, module.exports)
  return render(createElement(module.exports.default ?? (() => null)))
}

describe('the same bytes as React Email', () => {
  it.each([
    [
      'all components',
      `<Html lang="de" dir="rtl"><Head><title>T</title><style>{'@media (x){a>b{}}'}</style>
      <Font fontFamily="Inter" fallbackFontFamily="Arial" webFont={{ url: 'https://x.y/f.woff2', format: 'woff2' }} /></Head>
      <Body style={{ background: '#fff' }}><Container><Section><Row><Column align="right">a</Column><Column>{'b'} c</Column></Row></Section>
      <Heading as="h2" mx={4}>H &amp; "M" 'q' &lt;</Heading><Text style={{ margin: '0 0 4px' }}>x{1}{2}{null}{false}</Text><Hr />
      <Button href="https://x.y?a=1&b=2" style={{ padding: '12px 20px' }}>Go</Button><Link href="mailto:a@b.c">m</Link>
      <Img src="https://x.y/z.png" width={10} alt="" /><CodeInline>c</CodeInline></Container></Body></Html>`,
    ],
    ['text of many scripts', `<Html><Body>Grüße 你好 🎉 עברית{' '}\u00a0–</Body></Html>`],
    [
      'a long mail',
      `<Html><Body>{Array.from({ length: 400 }, (_, i) => <Text key={i}>Line {i} of it all</Text>)}</Body></Html>`,
    ],
    [
      'raw HTML and comments',
      `<Html><Body><div dangerouslySetInnerHTML={{ __html: '<!--[if mso]><b>x</b><![endif]-->' }} /></Body></Html>`,
    ],
  ])('%s', async (_, jsx) => {
    const code = `import { Body, Button, CodeInline, Column, Container, Font, Head, Heading, Hr, Html, Img, Link, Row, Section, Text } from 'react-email'
export default function Mail() { return ${jsx} }`
    const ours = await markCode({ code }, { locale: 'en', theme })
    expect(ours).toMatchObject({ html: await byReactEmail(code), problems: [] })
  })
})

const data = [
  {
    name: 'Anna & <Bo>',
    express: true,
    status: 'paid',
    total: 1234.5,
    currency: 'EUR',
    at: '2026-07-14T07:30:00Z',
    url: 'https://x.y/?a=1&b=2',
    order: { note: 'quick' },
    items: [
      { name: 'one', price: 3, cur: 'USD', tags: ['a', 'b'].map((name) => ({ name })) },
      { name: '"two"', price: 2, cur: 'CHF', gift: true, tags: [] },
    ],
  },
  {
    name: 'B',
    express: false,
    status: 'open',
    total: 0,
    currency: 'JPY',
    at: '2026-01-01T00:00:00Z',
    url: 'https://x.y',
    items: [],
  },
]

async function both(code: string, values: Record<string, unknown>) {
  const source = { subject: 's', preheader: 'p {name}', code }
  const options = { locale: 'de', variables: null, theme }
  const { compiled, problems } = await compileSource('code', source, options)
  if (!compiled) throw new Error(problems.map(({ message }) => message).join('\n'))
  const given = { data: values, builtIn: { recipient: { name: 'Ada' } } }
  const timezone = 'Europe/Berlin'
  const sent = renderForComparison(compiled, given, { locale: 'de', timezone })
  const concrete = await renderConcrete('code', source, { ...options, values: given, timezone })
  if (!('html' in sent)) throw new Error(JSON.stringify(sent.issues))
  if (!('html' in concrete)) throw new Error(JSON.stringify(concrete.problems))
  const plain = (html: string) => html.replaceAll('<!-- -->', '')
  return { sent: [plain(sent.html), sent.text], concrete: [plain(concrete.html), concrete.text] }
}

describe('what is sent is what React renders with the same values', () => {
  it.each([
    ['the starter', codeStarter],
    [
      'values',
      mail(
        `<Text>Hi {v('name')}, {v('nick', { fallback: 'you' })}!</Text><Link href={v('url')}>{v('url')}</Link>`,
      ),
    ],
    [
      'formats',
      mail(`<Text>{v('total', { format: { name: 'money', currency: 'currency' } })} {v('total', { format: 'number' })}
      {v('at', { format: { name: 'datetime', style: 'long' } })} {v('name', { format: 'upper' })}</Text>`),
    ],
    [
      'conditions',
      mail(`<If when="express">Fast {v('order.note')}<Else>Slow</Else></If>
      <If when="status" is="paid" else={<b>Not {v('status')}</b>}>Paid</If><If when="express" not><i>no</i></If>
      <If when="items">some</If><If when="total" is={0}>free</If>`),
    ],
    [
      'lists',
      mail(`<table><tbody><Each of="items" as="item"><tr><td>{v('item.name')}</td>
      <td>{v('item.price', { format: { name: 'money', currency: 'item.cur' } })}<If when="item.gift"> gift</If></td>
      <td><Each of="item.tags" as="tag"><span>{v('tag.name')} of {v('item.name')} for {v('name')}</span></Each></td></tr></Each></tbody></table>`),
    ],
    [
      'components of its own',
      mail(
        `<Each of="items" as="item"><Line /></Each><Greeting>{v('name')}</Greeting>`,
        `function Line() { return <If when="item.gift"><Text>{v('item.name')}</Text></If> }
       const Greeting = ({ children }: { children: string }) => <Text>Hello {children}</Text>`,
      ),
    ],
    [
      'words under other names',
      mail(
        `<Loop of="items" as="item"><b>{value('item.name')}</b></Loop>`,
        `import { Each as Loop, v as value } from 'posthorn'`,
      ),
    ],
    ['a value of the module', mail('<Text>{greeting}</Text>', `const greeting = 'Dear ' + v('name')`)],
    ['a name twice', mail(`<Each of="items" as="name"><i>{v('name.name')}</i></Each>{v('name')}`)],
  ])('%s', async (_, code) => {
    for (const values of data) {
      const { sent, concrete } = await both(code, values)
      expect(sent).toEqual(concrete)
    }
  })

  it.each([
    ['a comparison', mail(`{v('status') === 'paid' && <b>Paid</b>}`)],
    ['a method', mail(`{v('name').toUpperCase()}`)],
    ['a length', mail(`{v('name').length > 3 ? 'long' : 'short'}`)],
    ['arithmetic', mail(`{Number(v('total')) * 2}`)],
  ])('computing with %s shows as a difference', async (_, code) => {
    const [values = {}] = data
    const outcome = await both(code, values).catch((error: Error) => error)
    if (outcome instanceof Error) expect(outcome.message).not.toBe('')
    else expect(outcome.sent).not.toEqual(outcome.concrete)
  })
})

describe('an error is where its author wrote it', () => {
  const at = async (code: string) => {
    const { problems } = await markCode({ code }, { locale: 'en', theme })
    return problems.map(({ message, where }) => `${where?.line}:${where?.column} ${message}`)
  }
  it('of the syntax', async () => {
    expect(await at('const a =\n\nconst “b” = 1')).toEqual([expect.stringMatching(/^3:1 .*Unexpected/)])
    expect(await at(mail('\n  <If when="x">ä</Iff>'))).toEqual([
      expect.stringMatching(/^6:19 .*"Iff".* of line 6$/),
    ])
  })
  it('of what runs, on a line that we changed', async () => {
    expect(await at(mail(`\n<If when="x"><If when="y">{missing}</If></If>`))).toEqual([
      expect.stringMatching(/^6:28 .*missing.* is not defined/),
    ])
    expect(await at(mail(`\n\n<If when="a.b">{v('..')}</If>`))).toEqual([
      expect.stringMatching(/^7:\d+ v: ".."/),
    ])
  })
  it('of an <Else> that has no <If>', async () => {
    expect(await at(mail('<Text><Else>x</Else></Text>'))).toEqual([
      expect.stringContaining('directly inside <If>'),
    ])
  })
})
