import type { BrandTheme, CodeSource } from '#server/templates/sources.ts'
import type { Problem } from '../../problem.ts'
import type { Concrete, Marked } from '../marked.ts'
import { compileInThread } from './pool.ts'

export interface MarkCodeOptions {
  /** BCP 47; the template may read it. */
  locale: string
  /** What `import { theme } from 'posthorn'` gives. */
  theme: BrandTheme
  /** With it values are written, conditions decided and lists repeated, and no mark comes out. */
  concrete?: Concrete | undefined
}

const NO_BODY: Problem = {
  severity: 'error',
  message: 'The mail must have <Html> and <Body> around everything that is shown',
  where: { field: 'code' },
}

/**
 * The mail of a template in code, rendered in the sandbox. Knows nothing of the subject and the preheader.
 *
 * @returns `problems` alone: the mail can't be rendered, with the author's line where there is one
 * Throws when the sandbox was not built (`bin/build-emails.js`).
 */
export async function markCode(
  { code }: Pick<CodeSource, 'code'>,
  { locale, theme, concrete }: MarkCodeOptions,
): Promise<Marked | { problems: Problem[] }> {
  const real = concrete ? { data: concrete.data, builtIn: concrete.builtIn } : null
  const outcome = await compileInThread({ code, locale, theme, concrete: real }, (wanted) =>
    wanted.map(({ value, mark }) => concrete?.text(value, mark) ?? ''),
  )
  if (outcome.kind === 'rendered') {
    // The preheader and what a mail client adds have their place there.
    if (!/<body[\s>]/.test(outcome.html)) return { problems: [NO_BODY] }
    return { html: outcome.html, marks: outcome.marks, problems: [] }
  }
  return {
    problems: outcome.problems.map(({ message, at }) => ({
      severity: 'error',
      message,
      where: at ? { field: 'code', line: at.line, column: at.column } : { field: 'code' },
    })),
  }
}
