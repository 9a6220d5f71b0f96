// `npm run bench:render`: one order mail by React Email, by our compiled template and by Handlebars; one core.
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { runInThisContext } from 'node:vm'
import { render, toPlainText } from '@react-email/render'
import { build } from 'esbuild'
import Handlebars from 'handlebars'
import { createElement, type FunctionComponent } from 'react'
import { renderCompiled } from '#server/rendering/compiled.ts'
import { htmlToText } from '#server/rendering/plain-text.ts'
import { compileSource } from '#server/templates/compile/compile-source.ts'
import type { Segment } from '#server/templates/compile/format.ts'
import { brandTheme } from '#server/templates/sources.ts'
import { median, option, printTable, show } from './figures.ts'
import { type Order, order, textInHandlebars } from './render/order.ts'
import { orderSource } from './render/order-source.ts'

const rounds = option('rounds', 5)
const measureMs = option('seconds', 1) * 1000
const SUBJECT = 'Your order {order.id} at {shop.name}'
const folder = fileURLToPath(new URL('..', import.meta.url))

interface Mail {
  subject: string
  html: string
  text: string
}

async function reactMail(): Promise<FunctionComponent<Order>> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ['bench/render/order-mail.tsx'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react', 'react/*', 'react-dom', 'react-dom/*'],
    outfile: '.build/bench/order-mail.js',
  })
  const [file] = outputFiles
  if (!file) throw new Error('esbuild made nothing')
  await mkdir(new URL('../.build/bench/', import.meta.url), { recursive: true })
  await writeFile(file.path, file.text)
  return (await import(file.path)).default
}

/** The compiled HTML as a Handlebars template, so that both write the same. */
function inHandlebars(segments: readonly Segment[]): string {
  return segments
    .map((segment) => {
      if (typeof segment === 'string') return segment
      if ('value' in segment) return `{{${segment.value.join('.')}}}`
      if ('if' in segment) return `{{#if ${segment.if.join('.')}}}${inHandlebars(segment.body)}{{/if}}`
      if ('each' in segment) {
        return `{{#each ${segment.each.join('.')} as |${segment.as}|}}${inHandlebars(segment.body)}{{/each}}`
      }
      throw new Error('HTML holds no layout')
    })
    .join('')
}

/** A template as a program that Node runs, as Handlebars advises for production. */
function precompiled(template: string, options: { noEscape: boolean }): Handlebars.TemplateDelegate {
  // Handlebars gives code; it is ours, made of our own template.
  const code = Handlebars.precompile(template, { ...options, knownHelpersOnly: true })
  return Handlebars.template(runInThisContext(`(${code})`))
}

function same(name: string, ours: Mail, theirs: Mail): void {
  for (const part of ['html', 'text'] as const) {
    if (ours[part] === theirs[part]) continue
    const at = [...ours[part]].findIndex((character, i) => character !== theirs[part][i])
    const around = (mail: Mail) => JSON.stringify(mail[part].slice(Math.max(0, at - 40), at + 40))
    throw new Error(`${name}: ${part} differs at ${at}: ${around(ours)} and ${around(theirs)}`)
  }
}

/** Mails in a second of one core's time, whoever else has the core meanwhile. What answers later is waited for. */
async function perSecond(one: () => unknown, forMs: number): Promise<number> {
  const began = process.cpuUsage()
  let mails = 0
  let passed = 0
  while (passed < forMs) {
    for (let i = 0; i < 20; i += 1) {
      const made = one()
      if (made instanceof Promise) await made
      mails += 1
    }
    const { user, system } = process.cpuUsage(began)
    passed = (user + system) / 1000
  }
  return (mails / passed) * 1000
}

const Component = await reactMail()
const source = { subject: SUBJECT, preheader: '', code: await orderSource() }
const { compiled, problems } = await compileSource('code', source, {
  locale: 'en',
  variables: null,
  theme: brandTheme.parse({}),
})
if (!compiled) throw new Error(JSON.stringify(problems))

const values = { data: { ...order }, builtIn: {} }
const reader = { locale: 'en', timezone: null }
const ours = (): Mail => {
  const mail = renderCompiled(compiled, values, reader)
  if ('issues' in mail) throw new Error(JSON.stringify(mail.issues))
  return mail
}
const subject = () => `Your order ${order.order.id} at ${order.shop.name}`
const byReact = async (toText: (html: string) => string): Promise<Mail> => {
  const html = await render(createElement(Component, order))
  return { subject: subject(), html, text: toText(html) }
}
const handlebars = (noEscape: boolean) => {
  const html = precompiled(inHandlebars(compiled.html), { noEscape })
  const text = precompiled(textInHandlebars, { noEscape: true })
  const line = precompiled(SUBJECT.replaceAll(/[{}]/g, '$&$&'), { noEscape: true })
  return (): Mail => ({ subject: line(order), html: html(order), text: text(order) })
}
const [escaping, notEscaping] = [handlebars(false), handlebars(true)]

// Every side gives the same bytes, before anything is timed.
same('React Email', ours(), await byReact(htmlToText))
same('Handlebars', ours(), escaping())

// `asked`: ours is to be so many times as fast.
const contenders = [
  { name: 'ours, compiled', run: ours, asked: 1 },
  { name: 'React Email, its own toPlainText', run: () => byReact(toPlainText), asked: 40 },
  { name: 'React Email, plain text compiled once', run: () => byReact(htmlToText), asked: 40 },
  { name: 'Handlebars, one escaping for all', run: escaping, asked: 0.5 },
  { name: 'Handlebars, no escaping at all', run: notEscaping, asked: 0.5 },
]
const { html, text } = ours()
console.log(`${cpus()[0]?.model.trim() ?? 'CPU'}, one core, Node ${process.version}
An order mail of ${show(Buffer.byteLength(html))} bytes of HTML and ${show(Buffer.byteLength(text))} of text, with its subject; median of ${rounds} rounds of ${measureMs / 1000} s of CPU time, in turns`)
for (const { run } of contenders) await perSecond(run, 500)
const measured = contenders.map((): number[] => [])
for (let round = 0; round < rounds; round += 1) {
  for (const [i, { run }] of contenders.entries()) measured[i]?.push(await perSecond(run, measureMs))
}
const medians = measured.map(median)
printTable(
  ['', 'mails/s', 'µs/mail', 'ours ÷ it'],
  contenders.map(({ name }, i) => {
    const rate = medians[i] ?? Number.NaN
    return [name, show(rate), show(1e6 / rate, 1), show((medians[0] ?? Number.NaN) / rate, 2)]
  }),
)
contenders.forEach(({ name, asked }, i) => {
  if ((medians[0] ?? 0) / (medians[i] ?? Number.NaN) >= asked) return
  console.error(`Asked was ${asked} times as fast as: ${name}`)
  process.exitCode = 1
})
