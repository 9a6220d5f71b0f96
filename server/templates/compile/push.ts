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

/** Adds what the source says for push to a compiled mail, and its variables to those that are used. */
export function withPush<T extends { compiled: Compiled | null; used: UsedVariable[] }>(
  result: T,
  source: { push?: PushSource | undefined },
  variables: Variables | null,
): T {
  const push = compilePush(source.push, variables)
  if (!result.compiled || !push) return result
  const used = Object.values(push).flatMap((segments) =>
    usedIn(segments, (path) => ({ field: 'push', name: path.join('.') })),
  )
  return { ...result, compiled: { ...result.compiled, push }, used: [...result.used, ...used] }
}
