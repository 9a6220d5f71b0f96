import * as React from 'react'
import * as jsxRuntime from 'react/jsx-runtime'
import {
  Body,
  Button,
  CodeInline,
  Column,
  Container,
  Font,
  Head,
  Heading,
  Hr,
  Html,
  Img,
  Link,
  Row,
  Section,
  Text,
} from 'react-email'
import { Each, Else, If, v } from './vocabulary.tsx'

type Module = Record<string, unknown>

const components = {
  Body,
  Button,
  CodeInline,
  Column,
  Container,
  Font,
  Head,
  Heading,
  Hr,
  Html,
  Img,
  Link,
  Row,
  Section,
  Text,
}

/** What these packages have and a template may not use, with what to do instead. */
const left = {
  react: {
    Suspense: 'a mail is rendered at once, so nothing in it can wait: leave it out',
    lazy: 'a mail is one file: write the component in it',
    use: 'values come from v("…")',
    startTransition: 'a mail does nothing after it is rendered',
  },
  'react-email': {
    Preview: 'write the preheader into its field above the editor',
    Tailwind: 'write style={{ … }} on the elements',
    Markdown: 'write <Heading>, <Text> and <Link>',
    CodeBlock: 'write <CodeInline>, or <pre> with a style',
    render: 'the template is rendered for you',
  },
}

/** The modules that a template may import, by name. */
export function modules(posthorn: { theme: unknown; locale: string }): Record<string, Module> {
  const { Suspense: _, lazy: __, use: ___, startTransition: ____, ...react } = React as Module
  return {
    react: guarded('react', { ...react, default: guarded('react', react, left.react) }, left.react),
    'react/jsx-runtime': { ...jsxRuntime },
    'react-email': guarded('react-email', components, left['react-email']),
    posthorn: { v, If, Else, Each, ...posthorn },
  }
}

function guarded(from: string, module: Module, without: Record<string, string>): Module {
  const whole: Module = { ...module, __esModule: true }
  for (const [name, instead] of Object.entries(without)) {
    Object.defineProperty(whole, name, {
      enumerable: true,
      get() {
        throw new TypeError(`${name} of ${from} can't be used in a template: ${instead}`)
      },
    })
  }
  return whole
}
