import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { TrafficCells } from './traffic-cells.tsx'

// WCAG 2.5.3: who says aloud what stands there must reach the link.
test('the links of the counts are named by what is seen of them, and then by what they mean', () => {
  const hrefs = { sent: '/sent', failed: '/failed' }
  const html = renderToStaticMarkup(
    createElement(TrafficCells, { of: { sent30d: 12_345, failed30d: 1_000 }, hrefs }),
  )
  expect(html).not.toContain('aria-label')
  const named = [...html.matchAll(/<a .*?>(.*?)<\/a>/g)].map(([, inner = '']) =>
    inner.replaceAll(/<.*?>/g, ''),
  )
  expect(named).toEqual([
    '12.3k sent in 30 days: show the notifications',
    '7.5 % failed in 30 days: show the notifications',
  ])
})
