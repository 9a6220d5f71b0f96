import { afterEach, describe, expect, it } from 'vitest'
import { brandTheme } from '../../sources.ts'
import { markCode } from './mark-code.ts'

// What a stranger may write: each ends in a clear error at their screen, and the next template compiles.

const theme = brandTheme.parse({})
const LIMIT_MS = 3_000

const mail = (inside: string, before = '') => `import { Body, Html, Text } from 'react-email'
import { Each, If, v } from 'posthorn'
${before}
export default function Mail() {
  return <Html><Body>${inside}</Body></Html>
}
`
const running = (statement: string) => `import { Body, Html } from 'react-email'
import { v } from 'posthorn'
export default function Mail() {
  ${statement}
  return <Html><Body>{v('name')}</Body></Html>
}
`
/** Of `running`. */
const LINE = 4

const compile = (code: string) => markCode({ code }, { locale: 'en', theme })

/** The error, and how the host's own thread fared meanwhile. */
async function refused(code: string) {
  const began = performance.now()
  let beats = 0
  let slowest = 0
  let last = began
  const pulse = setInterval(() => {
    beats++
    slowest = Math.max(slowest, performance.now() - last)
    last = performance.now()
  }, 5)
  const outcome = await compile(code)
  clearInterval(pulse)
  const [problem] = outcome.problems
  const took = performance.now() - began
  expect('html' in outcome, 'it was rendered').toBe(false)
  return { message: problem?.message ?? '', line: problem?.where?.line, took, beats, slowest }
}

afterEach(async () => {
  const next = await compile(mail('<Text>Hello {v("name")}</Text>'))
  expect(next).toMatchObject({ marks: [{ kind: 'value', path: ['name'] }], problems: [] })
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  expect(Array.prototype.includes.call([1], 1)).toBe(true)
})

describe('what a template can reach', () => {
  it.each([
    [`({}).constructor.constructor('return process')()`, 'no process'],
    [`(function () {}).constructor('return process')().exit(1)`, 'no process'],
    [`process.exit(1)`, 'no process'],
    [`fetch('http://169.254.169.254/')`, 'no fetch'],
    [`setTimeout(() => {}, 1)`, 'no setTimeout'],
    [`globalThis.process.env`, ''],
    [`require('fs')`, 'imports from react, react-email and posthorn only, not from "fs"'],
    [`require('node:child_process').execSync('id')`, 'not from "node:child_process"'],
    [`Date.now()`, 'no clock'],
    [`new Date()`, 'no clock'],
    [`Math.random()`, 'the same each time'],
    [`WebAssembly.compile()`, 'WebAssembly'],
    [`new Worker('x')`, 'Worker'],
  ])('%s', async (statement, words) => {
    const { message, line } = await refused(running(statement))
    expect(message).toContain(words)
    expect(line).toBe(LINE)
  })

  it.each([
    [`import fs from 'node:fs'`, 'not from "node:fs"', 1],
    [`import { execSync } from 'child_process'`, 'not from "child_process"', 1],
    [`import '../../../server/env.ts'`, 'not from "../../../server/env.ts"', 1],
    [`export * from 'fs'`, 'not from "fs"', 1],
    [`import('node:fs')`, 'import() is not there', 1],
    [`import { Tailwnd } from 'react-email'`, 'react-email has no Tailwnd', 1],
    [`import { button } from 'react-email'`, 'Is it Button?', 1],
    [`import * as P from 'posthorn'`, 'by name', 1],
  ])('%s', async (line, words, at) => {
    const outcome = await refused(`${line}\nexport default () => null`)
    expect(outcome.message).toContain(words)
    expect(outcome.line).toBe(at)
  })

  it('says what to use instead of what is left out of React Email', async () => {
    const { message } = await refused(
      `import { Body, Html, Preview } from 'react-email'\nexport default () => <Html><Preview>x</Preview><Body /></Html>`,
    )
    expect(message).toContain('field above the editor')
  })

  it('nothing of the host by way of an error', async () => {
    const { message } = await refused(
      running(
        `try { null.x } catch (e) { throw new Error(String(e.constructor.constructor('return typeof process')())) }`,
      ),
    )
    expect(message).toBe('undefined')
  })
})

describe('what never ends', () => {
  it.each([
    ['a loop', running('while (true) {}'), 'more than 2 s'],
    ['a loop at its beginning', mail('', 'for (;;) {}'), 'more than 2 s'],
    ['a loop that catches', running('for (;;) { try { for (;;) {} } catch {} }'), 'more than 2 s'],
    ['a regular expression', running(`/^(a+)+$/.test('a'.repeat(40) + 'b')`), 'more than 2 s'],
    ['a sort', running('[3, 1, 2].sort(() => { for (;;) {} })'), 'more than 2 s'],
    ['a list without an end', mail('{{ [Symbol.iterator]: function* () { for (;;) yield 1 } }}'), ''],
  ])(
    '%s',
    async (_, code, words) => {
      const { message, took, slowest, beats } = await refused(code)
      expect(message).toContain(words)
      expect(took).toBeLessThan(LIMIT_MS)
      expect(beats).toBeGreaterThan(20)
      expect(slowest).toBeLessThan(500)
    },
    15_000,
  )

  it('a loop of promises beside a mail, which nobody waits for', async () => {
    const outcome = await compile(running('(function again() { Promise.resolve().then(again) })()'))
    expect(outcome).toMatchObject({ marks: [{ path: ['name'] }], problems: [] })
  })

  it.each([
    ['a promise', 'throw new Promise(() => {})'],
    ['a component', 'return new Promise(() => {})'],
  ])('%s that never comes', async (_, statement) => {
    const { message } = await refused(running(statement))
    expect(message).toMatch(/without promises/)
  })
})

describe('what is too much', () => {
  it.each([
    ['memory in a list', running('const a = []; for (;;) a.push(new Array(1e5).fill(0))')],
    ['memory in a text', running(`let s = 'x'; for (;;) s += s + 'y'`)],
    ['memory in a buffer', running('new ArrayBuffer(1e9)')],
    [
      'memory that is caught',
      running('const a = []; for (;;) try { a.push(new Uint8Array(1e7)) } catch { throw 1 }'),
    ],
    ['10 MB of output', mail(`{'x'.repeat(10_000_000)}`)],
    [
      '10 MB of elements',
      mail(`{Array.from({ length: 200_000 }, (_, i) => <Text key={i}>{'x'.repeat(50)}</Text>)}`),
    ],
    ['marks', mail(`{Array.from({ length: 5_000 }, (_, i) => v('a' + i))}`)],
    ['recursion', mail('', 'function f() { return f() + 1 }\nf()')],
    ['a component inside of itself', mail('<Deep />', 'function Deep() { return <div><Deep /></div> }')],
    ['brackets', mail(`{${'('.repeat(95_000)}1${')'.repeat(95_000)}}`)],
    ['lists', mail(`{${'['.repeat(2_000)}${']'.repeat(2_000)}}`)],
    ['negations', mail(`{${'!'.repeat(190_000)}1}`)],
    ['sums', mail(`{0${'+1'.repeat(90_000)}}`)],
    ['elements inside of elements', mail('<b>'.repeat(5_000) + '</b>'.repeat(5_000))],
    ['an error', running(`throw new Error('x'.repeat(1e7))`)],
  ])(
    '%s',
    async (_, code) => {
      const { message, took } = await refused(code)
      expect(message).not.toBe('')
      expect(message.length).toBeLessThan(2_100)
      expect(took).toBeLessThan(LIMIT_MS)
    },
    15_000,
  )

  it.each([
    ['objects', 'const a = []; for (;;) a.push({})'],
    ['lists', 'const a = []; for (;;) a.push(new Array(1e5).fill(0))'],
    ['buffers', 'const a = []; for (;;) a.push(new Uint8Array(1e5))'],
  ])(
    'more than 64 MB of %s, which it says',
    async (_, statement) => {
      const { message, took } = await refused(running(statement))
      expect(message).toContain('more than 64 MB of memory')
      expect(took).toBeLessThan(LIMIT_MS)
    },
    15_000,
  )

  it('a large file that is fine is compiled', async () => {
    const outcome = await compile(mail('<Text>x</Text>\n'.repeat(4_000)))
    expect(outcome.problems).toEqual([])
  })
})

describe('what is broken on purpose', () => {
  it('prototypes, which nobody else meets', async () => {
    await compile(running(`Object.prototype.polluted = 1; Array.prototype.includes = () => false`))
    await compile(running(`JSON.stringify = () => '{"html":"<body>","marks":[]}'`))
    await compile(
      running(`String.prototype.replace = Map.prototype.get = Promise.prototype.then = () => { throw 1 }`),
    )
  })

  it.each([
    `__proto__`,
    `constructor.name`,
    `a.__proto__.b`,
    `prototype`,
    `a..b`,
    ``,
    `a b\\nc`,
    `<script>`,
    `\\u0041\\u{e000}`,
    `${'a.'.repeat(40)}b`,
  ])('the path %s', async (path) => {
    const { line } = await refused(running(`v('${path}')`))
    expect(line).toBe(LINE)
  })

  it('a table of marks of its own', async () => {
    const forged = `{"html":"<body>","marks":[{"kind":"value","path":["__proto__","x"]}]}`
    const { message } = await refused(running(`JSON.stringify = () => ${JSON.stringify(forged)}`))
    expect(message).toContain('must not change the built-in objects')
  })

  it.each([
    ['a throwing getter', `throw { get message() { throw 1 }, get stack() { throw 2 } }`],
    ['a proxy', `throw new Proxy({}, { get() { throw new Error('no') } })`],
    ['a throwing toString', `throw { toString() { throw 1 } }`],
    ['a symbol', `throw Symbol('x')`],
    ['nothing', `throw undefined`],
    ['a number', `throw 42`],
    ['an endless message', `throw { get message() { for (;;) {} } }`],
  ])('throws %s', async (_, statement) => {
    const { message, took } = await refused(running(statement))
    expect(message).not.toBe('')
    expect(took).toBeLessThan(LIMIT_MS)
  })

  it.each([
    ['an object', mail(`{({ a: 1 })}`)],
    ['a child of itself', mail('{x}', 'const x: any[] = []; x.push(x)')],
    ['a proxy', mail(`{new Proxy({}, { get() { throw new Error('trap') } })}`)],
    ['a style as text', mail(`<p style={'color: red' as any}>x</p>`)],
  ])('shows %s', async (_, code) => {
    const { message, took } = await refused(code)
    expect(message).not.toMatch(/^Minified/)
    expect(message).not.toBe('')
    expect(took).toBeLessThan(LIMIT_MS)
  })

  it.each([
    ['nothing', `const a = 1`],
    ['a number', `export default 42`],
    ['an element', `export default <p>x</p>`],
    ['what throws', `export default class { constructor() { throw new Error('no') } }`],
    ['exports that it replaced', `module.exports = new Proxy({}, { get() { throw new Error('no') } })`],
  ])('exports %s', async (_, code) => {
    expect((await refused(code)).message).not.toBe('')
  })

  it('characters that stand for values, with their place', async () => {
    expect(await refused(mail('<Text>\uE000\uE010\uE001</Text>'))).toMatchObject({ line: 5 })
    expect(await refused(mail(`<Text>{'\\ue000\\ue010\\ue001'}</Text>`))).toMatchObject({ line: 5 })
  })
})
