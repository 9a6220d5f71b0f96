import { Ajv2020 } from 'ajv/dist/2020.js'
import { badInput, parse } from '#server/parse.ts'
import { type Variables, variablesSchema } from './declared.ts'

let validator: Ajv2020 | null = null

/**
 * A template's `variables` as a JSON Schema (2020-12, with our own keywords such as `sensitive`). Throws `bad_input` with
 * each place that is none, below `under`. The schema itself is only looked at: no code is made of it.
 */
export function checkVariables(variables: Record<string, unknown>, under: string): Variables {
  const parsed = parse(variablesSchema, variables, under)
  // Which draft of JSON Schema its author means is no matter: what we read is the same in all.
  const { $schema: _, ...schema } = variables
  validator ??= new Ajv2020({ strict: false, allErrors: true })
  if (validator.validateSchema(schema) === true) return parsed
  const issues = (validator.errors ?? []).map(({ instancePath, message }) => ({
    path: [under, ...instancePath.split('/').slice(1).map(unescaped)].join('.'),
    message: message ?? 'is not valid',
  }))
  // Of one place the first says enough: the others tell of alternatives.
  const first = new Map(issues.toReversed().map((issue) => [issue.path, issue]))
  throw badInput(issues.filter((issue) => first.get(issue.path) === issue).slice(0, 20))
}

/** RFC 6901 */
const unescaped = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~')
