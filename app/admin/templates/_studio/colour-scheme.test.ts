import { expect, it } from 'vitest'
import { inColourScheme } from './colour-scheme.ts'

const mail = `<style>@media (prefers-color-scheme: dark){p{color:#fff}}@media (prefers-color-scheme:light){p{color:#000}}</style>
<source media="(prefers-color-scheme: dark)" srcset="a"><p>(prefers-color-scheme: dark)</p>`

it('decides media queries, and leaves the words of the mail', () => {
  expect(
    inColourScheme(mail, 'dark'),
  ).toBe(`<style>@media (min-width:0px){p{color:#fff}}@media (max-width:0px){p{color:#000}}</style>
<source media="(min-width:0px)" srcset="a"><p>(prefers-color-scheme: dark)</p>`)
  expect(inColourScheme(mail, 'light')).toContain('@media (max-width:0px){p{color:#fff}}')
})
