/** What react-email gives a template, with what each is, in a few words. As `emails/_studio/sandbox-modules.ts`. */
export const components: Readonly<Record<string, string>> = {
  Html: 'around everything',
  Head: 'styles and fonts',
  Body: 'all that is shown',
  Container: 'the column in the middle',
  Section: 'a part of it',
  Row: 'a line of columns',
  Column: 'a cell of a row',
  Heading: 'as="h1" to "h6"',
  Text: 'a paragraph',
  Link: 'a link in a text',
  Button: 'a link that looks like one',
  Img: 'src absolute, with alt',
  Hr: 'a line between parts',
  Font: 'a web font, in Head',
  CodeInline: 'a piece of code in a text',
}

/** What `theme` of posthorn holds (`server/templates/sources.ts`). */
export const themeNames: readonly string[] = [
  'colours.page',
  'colours.card',
  'colours.text',
  'colours.muted',
  'colours.accent',
  'colours.onAccent',
  'brandName',
  'logo',
  'font',
  'headingFont',
  'fontSize',
  'radius',
  'width',
  'footer',
]

export interface Example {
  title: string
  about: string
  /** What the code needs to be imported, by module. */
  needs: Readonly<Record<string, readonly string[]>>
  code: string
}

/** The help's examples; each is inserted as it stands. */
export const examples: readonly Example[] = [
  {
    title: 'A value',
    about: 'Without a fallback it is required.',
    needs: { posthorn: ['v'] },
    code: `{v('order.number', { fallback: '–' })}`,
  },
  {
    title: 'An amount, a date',
    about: 'Written in the language of the mail. Also number, time, datetime, upper, lower.',
    needs: { posthorn: ['v'] },
    code: `{v('order.total', { format: { name: 'money', currency: 'EUR' } })}`,
  },
  {
    title: 'Show if',
    about: 'When the value is there; with is="…" when it is that one; with not the other way round.',
    needs: { posthorn: ['If', 'Else'] },
    code: `<If when="order.express">\n  Arrives tomorrow\n  <Else>Arrives within a week</Else>\n</If>`,
  },
  {
    title: 'Repeat',
    about: 'Once for each item of a list.',
    needs: { posthorn: ['Each', 'v'], 'react-email': ['Text'] },
    code: `<Each of="items" as="item">\n  <Text>{v('item.name')}</Text>\n</Each>`,
  },
  {
    title: 'The shared look',
    about: 'Colours, font and sizes as they are set for all templates.',
    needs: { posthorn: ['theme'], 'react-email': ['Text'] },
    code: `<Text style={{ color: theme.colours.text, fontSize: theme.fontSize }}>Hello</Text>`,
  },
]
