import { expect, test } from 'vitest'
import { codeStarter } from '../../../emails/_studio/starters/code.ts'
import { visualStarter } from '../../../emails/_studio/starters/visual.ts'
import { brandTheme } from '../sources.ts'
import type { CheckedDraft } from './check.ts'
import { runChecks } from './run.ts'

const app = { name: 'Posthorn', url: 'https://posthorn.test' }
const lines = { subject: 'Your order', preheader: 'It is on its way' }

const draft = (
  kind: 'visual' | 'code',
  source: object,
  changes: Partial<CheckedDraft> = {},
): CheckedDraft => ({
  key: 'order',
  kind,
  category: 'orders',
  unsubscribable: false,
  variables: null,
  locales: [{ locale: 'en', source: { ...lines, ...source } as never }],
  fixtures: [],
  theme: brandTheme.parse({}),
  git: null,
  published: null,
  ...changes,
})

const mail = (body: string, before = '') => `import { Html, Body, Text, Link, Img } from 'react-email'
import { v, If, Else, Each } from 'posthorn'
${before}
export default function Mail() {
  return (
    <Html lang="en">
      <Body>
        <Text>Here is what we have to tell you about the order that you have made with us.</Text>
        ${body}
      </Body>
    </Html>
  )
}
`
const code = (body: string, changes?: Partial<CheckedDraft>, before?: string) =>
  draft('code', { code: mail(body, before) }, changes)

async function problemsOf(of: CheckedDraft) {
  const { checks } = await runChecks({ app }, of)
  return checks.flatMap((check) => check.problems.map((problem) => ({ check: check.id, ...problem })))
}

test.each([
  ['visual', { doc: visualStarter }],
  ['code', { code: codeStarter }],
] as const)('what a new %s template begins with passes, compared in every way', async (kind, source) => {
  const { checks, errors } = await runChecks({ app }, draft(kind, source))
  expect(checks.filter(({ state }) => state === 'error')).toEqual([])
  expect(errors).toBe(0)
  expect(checks.find(({ id }) => id === 'concrete')?.detail).toMatch(/^\d+ mails? (?:is|are) the same/)
})

test('conditions, lists and values are the same compiled and concrete, both ways and in each number', async () => {
  const body = `
        <If when="paid">
          <Text>Paid: {v('total', { format: { name: 'money', currency: 'EUR' } })}</Text>
          <Else><Text>To be paid by {v('due', { fallback: 'tomorrow' })}</Text></Else>
        </If>
        <If when="state" is="sent"><Text>On its way</Text></If>
        <Each of="items" as="item">
          <Text>{v('item.name')} <If when="item.gift">(a gift)</If></Text>
        </Each>
        <Link href={v('url')}>See it</Link>`
  const { checks } = await runChecks({ app }, code(body))
  const concrete = checks.find(({ id }) => id === 'concrete')
  expect(concrete?.problems).toEqual([])
  // As made up, paid and not, sent and not, 0, 1 and 2 items, a gift and none.
  expect(Number(/\d+/.exec(concrete?.detail ?? '')?.[0])).toBeGreaterThanOrEqual(7)
})

test('a condition in plain JavaScript is found, with the line that it stands at', async () => {
  const body = `{v('vip') === 'yes' ? <Text>For our best customers</Text> : <Text>For everybody else</Text>}`
  const fixtures = [{ name: 'best', data: { vip: 'yes' } }]
  const [problem] = (await problemsOf(code(body, { fixtures }))).filter(({ check }) => check === 'concrete')
  expect(problem).toMatchObject({ severity: 'error', locale: 'en', where: { field: 'code', line: 9 } })
  expect(problem?.message).toContain('With the fixture “best”')
  expect(problem?.message).toContain('best customers')
})

test.each([
  `{v('gift') && <Text>It comes wrapped, as you wished</Text>}`,
  `<Each of="items" as="item"><Text>It is {v('item.gift') ? 'wrapped' : 'plain'}</Text></Each>`,
])('what JavaScript decides by is tried both ways: %s', async (body) => {
  const fixtures = [{ name: 'gift', data: { gift: true, items: [{ gift: true }] } }]
  for (const changes of [{ fixtures }, {}]) {
    const found = (await problemsOf(code(body, changes))).filter(({ check }) => check === 'concrete')
    expect(found[0]).toMatchObject({ severity: 'error', where: { field: 'code' } })
    expect(found[0]?.message).toMatch(/without (?:gift|items\[\]\.gift)/)
  }
})

test('what mail programs lack stops a template, unless it was published before; decoration only warns', async () => {
  const video = code(
    `<video src="https://a.example/v.mp4" controls><p style={{ boxShadow: '0 0 3px #000' }}>A film</p></video>`,
  )
  const found = (await problemsOf(video)).filter(({ check }) => check === 'clients')
  expect(found.find(({ message }) => message.includes('<video>'))).toMatchObject({
    severity: 'error',
    message: expect.stringContaining('Gmail'),
    where: { field: 'code', line: 9 },
  })
  expect(found.find(({ message }) => message.includes('box-shadow'))).toMatchObject({ severity: 'warning' })
  const { compiled } = await runChecks({ app }, video)
  const published = {
    version: 1,
    kind: 'code' as const,
    locales: compiled.map(({ locale, compiled: kept }) => ({
      locale,
      compiled: kept,
      source: video.locales[0]?.source as never,
    })),
  }
  const again = (await problemsOf({ ...video, published })).filter(({ check }) => check === 'clients')
  expect(again.find(({ message }) => message.includes('<video>'))).toMatchObject({
    severity: 'warning',
    message: expect.stringContaining('as in the published version'),
  })
})

test('an image as the visual editor sets it is no news to mail programs', async () => {
  const src = 'https://a.example/b.png'
  const image = { type: 'image', attrs: { src, alt: 'A lake', width: 320, href: 'https://a.example' } }
  const words = 'Here is what we have to tell you about the order that you have made with us.'
  const doc = {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }, image],
  }
  expect(await problemsOf(draft('visual', { doc }))).toEqual([])
})

test('an image that the visual editor leaves without words is asked after', async () => {
  const image = { type: 'image', attrs: { src: 'https://a.example/b.png', alt: '', width: 320 } }
  const words = 'Here is what we have to tell you about the order that you have made with us.'
  const doc = {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }, image],
  }
  expect(await problemsOf(draft('visual', { doc }))).toMatchObject([
    { check: 'images', severity: 'warning', where: { field: 'doc', node: [1] } },
  ])
})

test('places are those of the author: a line in code, a node in a document', async () => {
  const inCode = await problemsOf(code(`<Img src="http://a.example/b.png" />`))
  expect(inCode.find(({ check }) => check === 'images')).toMatchObject({ where: { field: 'code', line: 9 } })
  const doc = {
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'Here is what we have to tell you about your order.' }],
      },
      { type: 'button', attrs: { href: 'http://localhost:9/x' }, content: [{ type: 'text', text: 'Open' }] },
    ],
  }
  const inDoc = await problemsOf(draft('visual', { doc }))
  expect(inDoc.find(({ check }) => check === 'links')).toMatchObject({
    severity: 'error',
    where: { field: 'doc', node: [1] },
  })
})

test('code that does not compile says where, and nothing else is looked at', async () => {
  const { checks, errors, compiled } = await runChecks({ app }, draft('code', { code: 'export default (' }))
  expect(errors).toBeGreaterThan(0)
  expect(compiled).toEqual([{ locale: 'en', compiled: null }])
  expect(checks.find(({ id }) => id === 'compiles')).toMatchObject({
    state: 'error',
    problems: [{ where: { field: 'code', line: 1 } }],
  })
})
