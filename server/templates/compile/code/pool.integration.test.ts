import { expect, it } from 'vitest'
import { brandTheme } from '../../sources.ts'
import { markCode } from './mark-code.ts'

const theme = brandTheme.parse({})
const mail = (before: string) => `import { Body, Html } from 'react-email'
import { v } from 'posthorn'
${before}
export default () => <Html><Body>{v('name')}</Body></Html>`
const compile = (before = '') => markCode({ code: mail(before) }, { locale: 'en', theme })

it("answers others while one author's template loops", async () => {
  // Both threads are there.
  await Promise.all([compile(), compile(), compile()])
  let isOver = false
  const endless = compile('for (;;) {}').then(() => {
    isOver = true
  })
  const others = await Promise.all([compile(), compile(), compile()])
  expect(isOver).toBe(false)
  for (const other of others) expect(other).toMatchObject({ marks: [{ path: ['name'] }] })
  await endless
})

it('takes so many at a time and tells the rest to come again', async () => {
  const outcomes = await Promise.all(Array.from({ length: 60 }, () => compile()))
  const refused = outcomes.filter((outcome) => !('html' in outcome))
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.length).toBeLessThan(40)
  for (const { problems } of refused) expect(problems[0]?.message).toContain('try again in a few seconds')
  expect(await compile()).toMatchObject({ problems: [] })
})

it('renders each with the same values as the last, and keeps none of them', async () => {
  const code = mail('globalThis.count = (globalThis.count ?? 0) + 1').replace(
    `{v('name')}`,
    `{String((globalThis as any).count)}{v('name')}`,
  )
  const concrete = { data: { name: 'Ada' }, builtIn: {}, text: (value: unknown) => String(value) }
  const texts = await Promise.all([1, 2, 3].map(() => markCode({ code }, { locale: 'en', theme })))
  for (const one of texts) expect('html' in one && one.html).toContain('>1<!-- -->')
  const real = await markCode({ code }, { locale: 'en', theme, concrete })
  expect('html' in real && real.html).toContain('Ada')
})
