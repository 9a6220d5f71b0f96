import { readdirSync } from 'node:fs'
import path from 'node:path'
import { createElement, type FunctionComponent } from 'react'
import { render } from 'react-email'
import { describe, expect, it } from 'vitest'
import { type Mark, markText } from '../marks.ts'
import { visualStarter } from '../starters/visual.ts'
import { composeVisual } from './compose.tsx'
import { documentFromHtml } from './from-html.ts'
import type { DocNode, Theme } from './types.ts'

const folder = path.resolve(import.meta.dirname, '../..')
const templates = readdirSync(folder).filter((name) => /^[a-z][a-z-]*\.tsx$/.test(name))

const theme: Theme = {
  brandName: 'Acme',
  logo: null,
  colours: {
    page: '#f5f3f0',
    card: '#ffffff',
    text: '#1d1a17',
    muted: '#605b56',
    accent: '#006c70',
    onAccent: '#ffffff',
  },
  font: 'arial',
  headingFont: 'same',
  fontSize: 15,
  radius: 8,
  width: 600,
  footer: '',
}

const words = (html: string): string[] =>
  html
    .slice(html.indexOf('>', html.indexOf('class="gutter"')) + 1)
    .replace(/<(\w+)[^>]* aria-hidden="true"[^>]*>.*?<\/\1>/gs, '')
    .replace(/<!--.*?-->/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .split(/\s+/)
    .filter(Boolean)

describe('of our templates', () => {
  it.each(templates)('%s keeps its words, in their order', async (name) => {
    const { default: Template } = (await import(path.join(folder, name))) as {
      default: FunctionComponent<object> & { PreviewProps: object }
    }
    const html = await render(createElement(Template, Template.PreviewProps))
    const doc = documentFromHtml(html, [])
    const again = await composeVisual(doc, { locale: 'en', theme })
    if (!('html' in again)) throw new Error(JSON.stringify(again.problems))
    const before = words(html)
    // Without the footer.
    const end = before.findIndex((word, at) => word === 'Sent' && /^(to|by)$/.test(before[at + 1] ?? ''))
    expect(words(again.html)).toEqual(before.slice(0, end))
  })
})

describe('of marked HTML', () => {
  const marks: Mark[] = [
    { kind: 'value', path: ['user', 'name'], fallback: 'you' },
    { kind: 'each', path: ['items'], as: 'item' },
    { kind: 'value', path: ['item', 'price'], filter: { name: 'money', currency: 'EUR' } },
    { kind: 'end' },
    { kind: 'if', path: ['vip'] },
    { kind: 'else' },
    { kind: 'value', path: ['url'] },
  ]
  const [name, each, price, end, vip, other, url] = marks.map((_, number) => markText(number)) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const blocks = (html: string): DocNode[] => documentFromHtml(html, marks).content ?? []

  it('makes variables, rows that repeat, conditions and addresses', () => {
    const [hello, table, shown, button] = blocks(
      `<p>Hello <b>${name}</b></p><table><tbody>${each}<tr><td>${price}</td></tr>${end}</tbody></table>` +
        `${vip}<p>yes</p>${other}<p>no</p>${end}<a href="${url}?x=1" style="background-color:#000;padding:3px">Go</a>`,
    )
    expect(hello?.content?.[1]).toMatchObject({
      type: 'variable',
      attrs: { path: 'user.name', fallback: 'you' },
      marks: [{ type: 'bold' }],
    })
    expect(table?.content?.[0]?.attrs).toMatchObject({ repeat: { path: 'items', as: 'item' }, showIf: null })
    expect(shown).toMatchObject({ type: 'showIf', attrs: { path: 'vip', is: null, not: false } })
    expect(shown?.content?.map(({ type }) => type)).toEqual(['paragraph', 'otherwise'])
    expect(button).toMatchObject({ type: 'button', attrs: { href: '{url}?x=1' } })
  })

  it('makes two lines of a line with a condition', () => {
    const [shown] = blocks(`<h2>You ${vip}are${other}may be${end} in</h2>`)
    expect(shown?.content?.[0]).toMatchObject({ type: 'heading', content: [{ text: 'You are in' }] })
    expect(shown?.content?.[1]?.content?.[0]?.content).toMatchObject([{ text: 'You may be in' }])
  })

  it('leaves out what a mail may not lead to', () => {
    const [line, image] = blocks('<p><a href="javascript:alert(1)">x</a></p><img src="data:a"><p>y</p>')
    expect(line?.content?.[0]?.marks).toBeUndefined()
    expect(image?.type).toBe('paragraph')
    expect(blocks('')).toMatchObject([{ type: 'paragraph' }])
  })

  it('gives back what it was made from', async () => {
    const first = await composeVisual(visualStarter, { locale: 'en', theme })
    if (!('html' in first)) throw new Error('no html')
    const doc = documentFromHtml(first.html, first.marks)
    const second = await composeVisual(doc, { locale: 'en', theme })
    expect(second).toEqual(first)
  })
})
