import { plainTextSelectors, render } from '@react-email/render'
import { compile } from 'html-to-text'
import { createElement, type FunctionComponent } from 'react'
import type { z } from 'zod'

/** What a template of `emails/` exports. */
export interface GitModule {
  default: FunctionComponent<Record<string, unknown>>
  props: z.ZodType<Record<string, unknown>>
  subject(props: Record<string, unknown>): string
}

/**
 * React Email's plain text, but headings keep their case: ids stand in them. Compiled once: its `toPlainText` compiles
 * the selectors for every mail, which took half of its time and a fifth of the worker's.
 */
const toPlainText = compile({
  wordwrap: false,
  selectors: [
    ...plainTextSelectors,
    ...['h1', 'h2'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
})

/** Renders props that fit. A subject loses line breaks and control characters (header injection, RFC 5322 §2.2). */
export async function renderModule(
  module: GitModule,
  props: Record<string, unknown>,
): Promise<{ subject: string; html: string; text: string }> {
  const html = await render(createElement(module.default, props))
  const subject = module.subject(props).replace(/\p{Cc}+/gu, ' ')
  return { subject, html, text: toPlainText(html) }
}
