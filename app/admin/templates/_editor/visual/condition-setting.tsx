'use client'

import { useState } from 'react'
import { namesOf } from '../../../../../emails/_studio/visual/paths.ts'
import type { Condition } from '../../../../../emails/_studio/visual/types.ts'
import type { Known } from './known-variables.ts'
import { ChoiceSetting, TextSetting } from './setting-fields.tsx'

const HOLDS = [
  { value: 'there', label: 'has a value' },
  { value: 'absent', label: 'has no value' },
  { value: 'is', label: 'is' },
  { value: 'is not', label: 'is not' },
]

interface ConditionSettingProps {
  /** `showIf` for the field names. */
  name: string
  label: string
  value: Condition
  known: readonly Known[]
  onCommit: (value: Condition) => void
  onDone: () => void
}

export const wrongPath = (text: string): string | null =>
  namesOf(text) ? null : 'a name such as order.total: letters, digits and _, with dots between'

/** A comparand as what the variable is: `is` compares strictly. */
function comparand(text: string, kind: Known['kind'] | undefined): string | number | boolean {
  if (kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (kind !== 'text' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

export function ConditionSetting({ name, label, value, known, onCommit, onDone }: ConditionSettingProps) {
  const compares = value.is !== null && value.is !== undefined
  const [isAsked, setAsked] = useState(compares)
  const kind = known.find(({ path }) => path === value.path)?.kind
  const holds = isAsked || compares ? (value.not ? 'is not' : 'is') : value.not ? 'absent' : 'there'
  return (
    <>
      <TextSetting
        label={label}
        field={`${name}.path`}
        value={value.path}
        mono
        wrong={wrongPath}
        options={known.map(({ path, note }) => ({ value: path, note }))}
        placeholder="order.express"
        onCommit={(path) => onCommit({ ...value, path })}
        onDone={onDone}
      />
      <ChoiceSetting
        label="Condition"
        field={`${name}.holds`}
        value={holds}
        options={HOLDS}
        onCommit={(next) => {
          const asks = next === 'is' || next === 'is not'
          setAsked(asks)
          onCommit({
            ...value,
            is: asks ? (value.is ?? (kind === 'boolean' ? true : '')) : null,
            not: next === 'absent' || next === 'is not',
          })
        }}
      />
      {isAsked || compares ? (
        <TextSetting
          label="Value"
          field={`${name}.is`}
          value={String(value.is ?? '')}
          onCommit={(text) => onCommit({ ...value, is: comparand(text, kind) })}
          onDone={onDone}
        />
      ) : null}
    </>
  )
}
