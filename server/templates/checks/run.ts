import { setImmediate } from 'node:timers/promises'
import type { Problem } from '../problem.ts'
import type { Check, CheckDeps, Checked, CheckedDraft } from './check.ts'
import { clients } from './clients.ts'
import { compiles } from './compiles.ts'
import { concrete } from './concrete.ts'
import { contrast } from './contrast.ts'
import type { CheckDefinition } from './definition.ts'
import { fixtures } from './fixtures.ts'
import { images } from './images.ts'
import { links } from './links.ts'
import { materialOf } from './material.ts'
import { size } from './size.ts'
import { spam } from './spam.ts'
import { subject } from './subject.ts'
import { translations } from './translations.ts'
import { unsubscribe } from './unsubscribe.ts'
import { variables } from './variables.ts'

/** In the order in which they are shown. */
const definitions: readonly CheckDefinition[] = [
  compiles,
  fixtures,
  variables,
  translations,
  subject,
  concrete,
  clients,
  size,
  links,
  images,
  contrast,
  unsubscribe,
  spam,
]

/** So many problems of one check are told. */
const TOLD = 50

/**
 * Runs every check on a draft. An error of any stops its publishing; what a check itself throws is a bug and is thrown.
 */
export async function runChecks({ app }: CheckDeps, draft: CheckedDraft): Promise<Checked> {
  const material = await materialOf(app, draft)
  const checks: Check[] = []
  for (const { id, title, find } of definitions) {
    // Events are taken in between.
    await setImmediate()
    const { problems, skipped, detail } = await find(material)
    const told = distinct(problems).slice(0, TOLD)
    const worst = told.some(({ severity }) => severity === 'error')
      ? ('error' as const)
      : told.length > 0
        ? ('warning' as const)
        : ('passed' as const)
    checks.push({
      id,
      title,
      state: skipped !== undefined && told.length === 0 ? 'skipped' : worst,
      problems: told,
      detail: skipped ?? detail,
    })
  }
  const count = (severity: Problem['severity']) =>
    checks.flatMap(({ problems }) => problems).filter((problem) => problem.severity === severity).length
  return {
    checks,
    errors: count('error'),
    warnings: count('warning'),
    compiled: material.locales.map(({ locale, compiled }) => ({ locale, compiled })),
  }
}

/** Errors first; of the same words at the same place one. */
function distinct(problems: readonly Problem[]): Problem[] {
  const found = new Map(
    problems.map((problem) => [JSON.stringify([problem.message, problem.locale, problem.where]), problem]),
  )
  return [...found.values()].toSorted(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  )
}
