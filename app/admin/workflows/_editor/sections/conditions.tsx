'use client'

import { Plus } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import type { Condition } from '#server/db/schema/workflows.ts'
import { conditionOps } from '#server/workflows/schemas.ts'
import { conditionWords, opWords, typedValue, withOp } from '../../_words/condition-words.ts'
import { useEditor } from '../editor-context.tsx'
import { ListRow } from '../fields/list-row.tsx'
import { PathInput } from '../fields/path-input.tsx'
import { Section } from '../fields/section.tsx'

/** More than these are no sentence any more. */
const SAID = 5

const begun: Condition = { path: '', op: 'eq', value: '' }

/** What an event must have to start it. */
export function ConditionsSection() {
  const { workflow, change, wrong, readOnly } = useEditor()
  const { conditions } = workflow
  const rules = conditions?.rules ?? []
  const match = conditions?.match ?? 'all'
  const set = (next: Condition[]) => change({ conditions: next.length > 0 ? { match, rules: next } : null })
  const replace = (index: number, rule: Condition) => set(rules.map((one, at) => (at === index ? rule : one)))
  return (
    <Section
      id="conditions"
      title="Conditions"
      says={
        rules.length === 0
          ? 'whatever it holds,'
          : rules.length > SAID
            ? `and ${match === 'all' ? `all of its ${rules.length} conditions hold` : `any of its ${rules.length} conditions holds`},`
            : `and ${rules.map(conditionWords).join(match === 'all' ? ', and ' : ', or ')},`
      }
      fields={['conditions']}
    >
      {rules.length > 1 ? (
        <div className="flex items-center gap-2 text-sm">
          <Segmented
            label="How many must hold"
            value={match}
            onValueChange={(next) => change({ conditions: { match: next, rules } })}
            options={[
              { value: 'all', label: 'All' },
              { value: 'any', label: 'Any' },
            ]}
          />
          <span className="text-muted">of these must hold.</span>
        </div>
      ) : null}
      {rules.length > 0 ? (
        <ol aria-label="Conditions" className="grid gap-3">
          {rules.map((rule, index) => {
            const name = `condition ${index + 1}`
            const at = `conditions.rules[${index}]`
            return (
              <ListRow
                // biome-ignore lint/suspicious/noArrayIndexKey: they have no identity but their place.
                key={index}
                name={name}
                onRemove={readOnly ? undefined : () => set(rules.filter((_, other) => other !== index))}
                error={wrong(`${at}.path`) ?? wrong(`${at}.value`) ?? valueError(wrong, at, rule)}
              >
                <PathInput
                  aria-label={`Place, ${name}`}
                  placeholder="order_total"
                  value={rule.path}
                  aria-invalid={wrong(`${at}.path`) !== undefined || undefined}
                  className="min-w-28 flex-1 basis-32"
                  onValueChange={(path) => replace(index, { ...rule, path })}
                />
                <Select
                  aria-label={`Comparison, ${name}`}
                  value={rule.op}
                  className="w-30"
                  options={conditionOps.map((op) => ({ value: op, label: opWords[op].chosen }))}
                  onChange={({ target }) => {
                    const op = conditionOps.find((one) => one === target.value)
                    if (op) replace(index, withOp(rule, op))
                  }}
                />
                {'value' in rule ? (
                  <ValueInput
                    name={name}
                    rule={rule}
                    invalid={wrong(`${at}.value`) !== undefined}
                    onChange={(next) => replace(index, next)}
                  />
                ) : null}
              </ListRow>
            )
          })}
        </ol>
      ) : null}
      {wrong('conditions.rules') ? <p className="text-red text-xs">{wrong('conditions.rules')}</p> : null}
      {readOnly ? null : (
        <Button size="sm" className="justify-self-start" onClick={() => set([...rules, begun])}>
          <Plus aria-hidden />
          Add a condition
        </Button>
      )}
      <p className="text-muted text-xs">
        Places are looked up in the event’s data: <code>order_total</code>, <code>customer.country</code>,{' '}
        <code>items.0.sku</code>. An event that does not meet them goes to the next workflow that listens, or
        is kept as Recorded, naming what was missing.
      </p>
    </Section>
  )
}

/** Of one of the values of a list. */
const valueError = (wrong: (path: string) => string | undefined, at: string, rule: Condition) =>
  rule.op === 'in'
    ? rule.value.map((_, index) => wrong(`${at}.value[${index}]`)).find((message) => message !== undefined)
    : undefined

type WithValue = Extract<Condition, { value: unknown }>

interface ValueInputProps {
  name: string
  rule: WithValue
  invalid: boolean
  onChange: (rule: WithValue) => void
}

function ValueInput({ name, rule, invalid, onChange }: ValueInputProps) {
  const isList = rule.op === 'in'
  const text = isList ? rule.value.map(String).join(', ') : String(rule.value)
  return (
    <Input
      // A list is read when it is left: a comma that was just typed must stay.
      key={isList ? `list ${text}` : 'one'}
      {...(isList ? { defaultValue: text } : { value: text })}
      aria-label={isList ? `Values of ${name}, with commas between them` : `Value, ${name}`}
      placeholder={isList ? 'EUR, CHF' : 'value'}
      maxLength={isList ? 5_000 : 500}
      autoComplete="off"
      aria-invalid={invalid || undefined}
      className="min-w-20 flex-1 basis-20"
      onChange={({ target }) => {
        if (rule.op !== 'in') onChange({ ...rule, value: typedValue(target.value) })
      }}
      onBlur={({ target }) => {
        if (rule.op !== 'in') return
        const values = target.value.split(',').flatMap((one) => (one.trim() ? [typedValue(one.trim())] : []))
        onChange({ ...rule, value: values })
      }}
    />
  )
}
