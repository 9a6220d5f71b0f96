import { runInNewContext } from 'node:vm'
import { Ajv, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Variables } from '../compile/declared.ts'
import type { Problem } from '../problem.ts'
import type { CheckDefinition } from './definition.ts'

/** Of one fixture so many faults are named. */
const NAMED = 5
/** A pattern may backtrack for ever, and the process has one thread for everything. */
const LIMIT_MS = 500

/** The schema is one, every fixture keeps to it, and nothing that a mail needs is missing from one. */
export const fixtures: CheckDefinition = {
  id: 'fixtures',
  title: 'The schema and the fixtures are valid',
  find: ({ draft, locales }) => {
    const schema = validator(draft.variables)
    if ('problem' in schema) return { problems: [schema.problem] }
    const problems = draft.fixtures.flatMap(({ name, data }) => againstSchema(schema.validate, name, data))
    for (const { locale, unfit } of locales) {
      for (const { fixture, issues } of unfit) {
        const words = issues.slice(0, NAMED).map(({ path, message }) => `${path} ${message}`.trim())
        problems.push({
          severity: 'error',
          message: `The mail can’t be made from the fixture “${fixture}”: ${words.join('; ')}`,
          locale,
          where: { field: 'fixture', name: fixture },
        })
      }
    }
    const count = draft.fixtures.length
    return {
      problems,
      ...(count === 0
        ? { skipped: 'No fixture is saved: the other checks make values up.' }
        : {
            detail: `${count === 1 ? '1 fixture' : `${count} fixtures`}${draft.variables ? '' : ', no schema'}.`,
          }),
    }
  },
}

function validator(
  variables: Variables | null,
): { validate: ValidateFunction | null } | { problem: Problem } {
  if (!variables) return { validate: null }
  const options = { strict: false, allErrors: true, validateFormats: true } as const
  try {
    const ajv = /2020-12/.test(String(variables.$schema)) ? new Ajv2020(options) : new Ajv(options)
    addFormats.default(ajv)
    return { validate: ajv.compile(variables) }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return {
      problem: {
        severity: 'error',
        message: `The variables are no valid JSON Schema: ${said.slice(0, 300)}`,
        where: { field: 'variables' },
      },
    }
  }
}

/** Null: it was stopped. */
function inTime(work: () => boolean): boolean | null {
  try {
    return runInNewContext('work()', { work }, { timeout: LIMIT_MS }) as boolean
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null
    throw error
  }
}

function againstSchema(
  validate: ValidateFunction | null,
  fixture: string,
  data: Record<string, unknown>,
): Problem[] {
  if (!validate) return []
  const keeps = inTime(() => validate(data))
  if (keeps === null) {
    const message = `The fixture “${fixture}” takes too long to hold against the schema. Does a pattern in it repeat a repetition?`
    return [{ severity: 'error', message, where: { field: 'variables' } }]
  }
  if (keeps) return []
  return (validate.errors ?? []).slice(0, NAMED).map(({ instancePath, message, params }) => {
    const path = instancePath.slice(1).replaceAll('/', '.')
    const which = 'additionalProperty' in params ? ` (${String(params.additionalProperty)})` : ''
    return {
      severity: 'error',
      message: `The fixture “${fixture}” does not keep to the schema: ${path ? `${path} ` : ''}${message ?? 'is wrong'}${which}`,
      where: { field: 'fixture', name: fixture },
    }
  })
}
