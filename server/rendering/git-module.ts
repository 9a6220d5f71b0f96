import { render } from '@react-email/render'
import { createElement, type FunctionComponent } from 'react'
import type { z } from 'zod'
import { htmlToText } from './plain-text.ts'

/** What a template of `emails/` exports. */
export interface GitModule {
  default: FunctionComponent<Record<string, unknown>>
  props: z.ZodType<Record<string, unknown>>
  subject(props: Record<string, unknown>): string
}

/** Renders props that fit. A subject loses line breaks and control characters (header injection, RFC 5322 §2.2). */
export async function renderModule(
  module: GitModule,
  props: Record<string, unknown>,
): Promise<{ subject: string; html: string; text: string }> {
  const html = await render(createElement(module.default, props))
  const subject = module.subject(props).replace(/\p{Cc}+/gu, ' ')
  return { subject, html, text: htmlToText(html) }
}
