import { expect, test } from 'vitest'
import type { Compiled } from '#server/templates/compile/format.ts'
import { compilePlain } from '#server/templates/compile/plain.ts'
import { sameNumbers, structureOf } from '#server/testing/html-structure.ts'
import { renderCompiled } from './compiled.ts'

/** What templates are put together from: most are refused, and what is taken must hold. */
const pieces = [
  ...[
    '<p',
    '<p>',
    '</p>',
    '<a',
    '<b>',
    '</b',
    '<div>',
    '</div>',
    '<br/>',
    '<img',
    '>',
    '/>',
    ' ',
    '\n',
    '"',
    "'",
    '=',
  ],
  ...[
    ' href=',
    ' href="',
    " src='",
    ' title="',
    ' style="color:',
    'url(',
    ')',
    ';',
    ' x=',
    ' a={x}',
    ' a="{x}"',
    ' alt',
  ],
  ...[
    '{x}',
    '{x}',
    '{x}',
    '{{x}}',
    '{x|a"b}',
    "{x|'>}",
    '{x}>',
    '--{x}',
    '{x}-',
    '</tit{x}',
    '<a href={x}',
    ' a="{x}>"',
  ],
  ...[
    '&',
    '&amp;',
    '&#',
    'text',
    '<',
    '</',
    '<!',
    '<?',
    '!',
    '-',
    '`',
    '\u00a0',
    '<![CDATA[',
    ']]>',
    'mailto:',
    'java',
  ],
  ...[
    '<!--',
    '-->',
    '--',
    '<!-->',
    '<!--->',
    '<!--[if mso]>',
    '<!--[if mso]>{x}',
    '<!--[if mso]><p a={x}>',
    '<![endif]-->',
  ],
  ...[
    '<title>',
    '</title>',
    '<textarea>',
    '</textarea>',
    '<style>',
    '</style>',
    '<script>',
    '</script>',
    '<xmp>',
    '</xmp>',
  ],
  ...[
    '<svg>',
    '</svg>',
    '<math>',
    '</math>',
    '<template>',
    '</template>',
    '<table>',
    '<tr><td>',
    '</table>',
    '<select>',
  ],
  ...[
    '<noscript>',
    '</noscript>',
    '<iframe>',
    '</iframe>',
    '<plaintext>',
    '<form',
    ' action=',
    '<option>',
    'script:',
  ],
]
const values = [
  ...[
    '<script>a()</script>',
    '"><img src=x onerror=a()>',
    "'><img src=x onerror=a()>",
    '" onload="x',
    "' onload='x",
  ],
  ...[
    ' onload=x ',
    '</title><b>',
    '</textarea><b>',
    '</style><b>',
    '</p><p>',
    '-->',
    '--!>',
    '-',
    '--',
    '!',
    '>',
    '<',
    '/',
  ],
  ...[
    'b',
    'p>',
    'le',
    '=',
    '&',
    'lt;',
    ']]>',
    '<!--',
    '![CDATA[',
    '?',
    '`',
    '{x}',
    'script:a()',
    'javascript:a()',
  ],
]

function taken(source: string): Compiled | null {
  try {
    const content = { subject: 'S', body: 'B', html_body: source }
    return compilePlain(content, { locale: 'en', variables: null }).compiled
  } catch {
    return null
  }
}

function html(compiled: Compiled, x: string): string {
  const rendered = renderCompiled(compiled, { data: { x }, builtIn: {} })
  return 'html' in rendered ? rendered.html : ''
}

test('no value adds an element, an attribute or a comment to any template that was taken', () => {
  const next = sameNumbers(7)
  let looked = 0
  for (let i = 0; i < 8_000; i++) {
    const source = Array.from({ length: 2 + next(14) }, () => pieces[next(pieces.length)]).join('')
    const compiled = taken(source)
    if (!compiled?.html.some((segment) => typeof segment !== 'string')) continue
    looked++
    const expected = structureOf(html(compiled, 'word'))
    for (const x of values) {
      expect(structureOf(html(compiled, x)), JSON.stringify({ source, x })).toEqual(expected)
    }
  }
  expect(looked).toBeGreaterThan(500)
}, 60_000)
