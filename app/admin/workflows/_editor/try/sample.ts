import type { Condition, WorkflowSource } from '#server/db/schema/workflows.ts'
import type { WorkflowDefinition } from '#server/workflows/schemas.ts'
import { isWrapped, payloadOf } from '../../../explain/payload-text.ts'

/** How an event may come by, as an explanation takes it. */
export type SourceKind = 'api' | 'webhook' | 'sql' | 'kafka' | 'send-notification'

type Json = Record<string, unknown>

/** The kind of source that a workflow listens to first. */
export const firstSource = (sources: readonly WorkflowSource[]): SourceKind => {
  const kind = sources[0]?.split(':')[0]
  return kind === undefined || kind === 'dashboard' ? 'api' : (kind as SourceKind)
}

/** An event that the workflow would take: its conditions hold, and it names somebody; else as the type's `usual` data. */
export function sampleOf(workflow: WorkflowDefinition, source: SourceKind, usual: Json = {}): Json {
  const { eventType, conditions, recipients } = workflow
  const data = structuredClone(usual)
  const byAddress = recipients.some(({ kind }) => kind === 'address')
  for (const rule of recipients) {
    if (rule.kind === 'address') put(data, rule.path, 'you@example.com')
    if (rule.kind === 'user' && !byAddress) put(data, rule.path, 'user-1')
  }
  for (const rule of conditions?.rules ?? []) {
    // What is usually there need not be made up; anything else might not be what the type asks for.
    if (rule.op === 'exists' && isThere(data, rule.path)) continue
    const value = valueFor(rule)
    if (value !== undefined) put(data, rule.path, value)
    else remove(data, rule.path)
  }
  return payloadOf(source, eventType ?? 'EVENT', data)
}

/** A value that meets the condition; undefined: none is to be there. */
function valueFor(rule: Condition): unknown {
  switch (rule.op) {
    case 'missing':
      return undefined
    case 'exists':
      return 'something'
    case 'in':
      return rule.value[0]
    case 'contains':
    case 'eq':
      return rule.value
    case 'neq':
      return typeof rule.value === 'number' ? rule.value + 1 : `not ${rule.value}`
    default: {
      const by = rule.op === 'gt' ? 1 : rule.op === 'lt' ? -1 : 0
      return typeof rule.value === 'number' ? rule.value + by : rule.value
    }
  }
}

const isIndex = (step: string) => /^\d{1,3}$/.test(step)

/** Puts a value at a dotted path, making objects and lists on the way; where something else stands nothing is put. */
function put(root: Json, path: string, value: unknown): void {
  const steps = path.split('.')
  if (steps.some((step) => step === '' || step === '__proto__')) return
  let at: Json = root
  for (const [index, step] of steps.slice(0, -1).entries()) {
    if (!Object.hasOwn(at, step)) at[step] = isIndex(steps[index + 1] ?? '') ? [] : {}
    const next = at[step]
    if (typeof next !== 'object' || next === null) return
    at = next as Json
  }
  at[steps.at(-1) as string] = value
}

/** What stands at the steps; undefined: nothing does. */
function standingAt(root: Json, steps: readonly string[]): unknown {
  let at: unknown = root
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Json)[step]
  }
  return at
}

function isThere(root: Json, path: string): boolean {
  const value = standingAt(root, path.split('.'))
  return value !== undefined && value !== null && value !== ''
}

/** Takes out what stands at a dotted path, if anything does. */
function remove(root: Json, path: string): void {
  const steps = path.split('.')
  const parent = standingAt(root, steps.slice(0, -1))
  if (typeof parent === 'object' && parent !== null) delete (parent as Json)[steps.at(-1) as string]
}

/** The dotted paths of the texts, numbers and truths in an event's data; at most 200. */
export function pathsOf(payload: Json | null, source: SourceKind): string[] {
  const inner = payload && isWrapped(source) ? payload.data : payload
  const paths: string[] = []
  const walk = (value: unknown, path: string) => {
    if (paths.length >= 200) return
    if (typeof value !== 'object' || value === null) {
      if (path) paths.push(path)
      return
    }
    for (const [name, child] of Object.entries(value)) {
      if (!/[.[\]"]/.test(name)) walk(child, path ? `${path}.${name}` : name)
    }
  }
  walk(inner, '')
  return paths
}
