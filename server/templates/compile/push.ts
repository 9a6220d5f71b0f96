import type { Problem } from '../problem.ts'
import type { PushSource } from '../sources.ts'
import { declaredAs, type Variables } from './declared.ts'
import type { Compiled, CompiledPush, Segment } from './format.ts'
import { compileLine } from './line.ts'
import { type UsedVariable, usedIn, withFallbacks } from './used.ts'

/**
 * What a locale says of its own for a push message; what is blank is made from the mail. Values in the later parts of an
 * address are encoded; what its beginning leads to is looked at when it is known.
 */
export function compilePush(
  source: PushSource | undefined,
  variables: Variables | null,
): CompiledPush | null {
  const compiled: CompiledPush = {}
  for (const [name, text] of Object.entries(source ?? {}) as [keyof CompiledPush, string][]) {
    if (text.trim() === '') continue
    const isAddress = name === 'link' || name === 'icon'
    const segments = compileLine(text.trim(), () => 'text').map(
      (segment, i): Segment =>
        isAddress && i > 0 && typeof segment !== 'string' && 'value' in segment
          ? { ...segment, context: 'link-part' }
          : segment,
    )
    compiled[name] = withFallbacks(segments, (path) => declaredAs(variables, path).fallback)
  }
  return Object.keys(compiled).length > 0 ? compiled : null
}

/** An address that is written says its scheme, unless a variable begins it. By part. */
export function addressProblems(
  source: PushSource | null | undefined,
): { part: 'link' | 'icon'; message: string }[] {
  return (['link', 'icon'] as const).flatMap((part) => {
    const text = source?.[part]?.trim() ?? ''
    if (text === '' || /^(https?:\/\/|\{)/i.test(text)) return []
    return [{ part, message: 'must begin with https:// or with a variable' }]
  })
}

interface CompiledMail {
  compiled: Compiled | null
  problems: Problem[]
  used: UsedVariable[]
}

/** Adds what the source says for push to a compiled mail, its variables to those that are used, and what is wrong. */
export function withPush<T extends CompiledMail>(
  result: T,
  source: { push?: PushSource | undefined },
  { locale, variables }: { locale: string; variables: Variables | null },
): T {
  const problems = addressProblems(source.push).map(
    ({ part, message }): Problem => ({
      severity: 'error',
      message: `The ${part} of the push message ${message}.`,
      locale,
      where: { field: 'push', name: part },
    }),
  )
  if (problems.length > 0) return { ...result, compiled: null, problems: [...result.problems, ...problems] }
  const push = compilePush(source.push, variables)
  if (!result.compiled || !push) return result
  const used = Object.entries(push).flatMap(([name, segments]) =>
    usedIn(segments, () => ({ field: 'push', name })),
  )
  return { ...result, compiled: { ...result.compiled, push }, used: [...result.used, ...used] }
}
