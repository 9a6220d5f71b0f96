'use client'

import { Plus } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import type { MarkFilter } from '../../../../../emails/_studio/marks.ts'
import { isName } from '../../../../../emails/_studio/visual/paths.ts'
import type { Condition, Repeat } from '../../../../../emails/_studio/visual/types.ts'
import { ConditionSetting, wrongPath } from './condition-setting.tsx'
import { itemName, type Known } from './known-variables.ts'
import { ChoiceSetting, TextSetting } from './setting-fields.tsx'
import type { SettingProps } from './settings.tsx'

interface FlowProps extends SettingProps {
  known: readonly Known[]
}

/** Of what is written for a value, only if, or for each. */
export function FlowSettings(props: FlowProps) {
  const { target, set, known, onDone } = props
  switch (target.type) {
    case 'variable':
      return <VariableSettings {...props} />
    case 'repeat':
      return (
        <RepeatSetting
          name="repeat"
          {...props}
          value={target.attrs as unknown as Repeat}
          onCommit={(next) => next && set({ ...next })}
        />
      )
    case 'showIf':
      return (
        <>
          <ConditionSetting
            name="showIf"
            label="Variable"
            value={target.attrs as unknown as Condition}
            known={known}
            onCommit={(next) => set({ ...next })}
            onDone={onDone}
          />
          <OtherwiseSetting {...props} />
        </>
      )
    default:
      return <RowSettings {...props} />
  }
}

function RepeatSetting({
  name,
  value,
  known,
  onCommit,
  onDone,
}: FlowProps & { name: string; value: Repeat | null; onCommit: (next: Repeat | null) => void }) {
  const { path = '', as = 'item' } = value ?? {}
  return (
    <>
      <TextSetting
        label="For each item of"
        field={name.includes('.') ? name : `${name}.path`}
        value={path}
        mono
        wrong={wrongPath}
        options={known.filter(({ kind }) => kind === 'list').map((it) => ({ value: it.path, note: it.note }))}
        placeholder="items"
        onCommit={(next) =>
          onCommit(next === '' ? null : { path: next, as: as === 'item' ? itemName(next) : as })
        }
        onDone={onDone}
      />
      <TextSetting
        label="Name of the item"
        field={`${name}.as`}
        value={as}
        className="w-28"
        mono
        wrong={(text) => (isName(text) ? null : 'letters, digits and _')}
        onCommit={(next) => path !== '' && next !== '' && onCommit({ path, as: next })}
        onDone={onDone}
      />
    </>
  )
}

/** A row of a table, an item of a list. */
function RowSettings(props: FlowProps) {
  const { target, set, known, onDone } = props
  const condition = target.attrs.showIf as Condition | null
  const what = target.type === 'tableRow' ? 'row' : 'item'
  return (
    <>
      <RepeatSetting
        {...props}
        name={`${target.type}.repeat`}
        value={target.attrs.repeat as Repeat | null}
        onCommit={(repeat) => set({ repeat })}
      />
      {condition ? (
        <ConditionSetting
          name={`${target.type}.showIf`}
          label={`Show the ${what} if`}
          value={condition}
          known={known}
          onCommit={(next) =>
            set({ showIf: next.path === '' ? null : { path: next.path, is: next.is, not: next.not } })
          }
          onDone={onDone}
        />
      ) : (
        <TextSetting
          label={`Show the ${what} if`}
          field={`${target.type}.showIf`}
          value=""
          mono
          wrong={wrongPath}
          options={known.map(({ path, note }) => ({ value: path, note }))}
          placeholder="always"
          onCommit={(path) => path !== '' && set({ showIf: { path, is: null, not: false } })}
          onDone={onDone}
        />
      )}
    </>
  )
}

function OtherwiseSetting({ editor, target }: FlowProps) {
  const node = editor.state.doc.nodeAt(target.pos)
  if (!node || node.lastChild?.type.name === 'otherwise') return null
  return (
    <Button
      variant="ghost"
      size="sm"
      className="mb-0.5"
      onClick={() => {
        const end = target.pos + node.nodeSize - 1
        editor
          .chain()
          .insertContentAt(end, { type: 'otherwise', content: [{ type: 'paragraph' }] })
          .focus(end + 2)
          .run()
      }}
    >
      <Plus aria-hidden />
      Otherwise
    </Button>
  )
}

const FORMATS = [
  { value: '', label: 'As it is' },
  { value: 'number', label: 'Number' },
  { value: 'money', label: 'Money' },
  { value: 'date', label: 'Date' },
  { value: 'time', label: 'Time' },
  { value: 'datetime', label: 'Date and time' },
  { value: 'upper', label: 'CAPITALS' },
  { value: 'lower', label: 'small letters' },
]
const STYLES = ['short', 'medium', 'long'].map((value) => ({ value, label: value }))

function VariableSettings({ target, set, known, onDone }: FlowProps) {
  const { path, fallback, format } = target.attrs as {
    path: string
    fallback: string | null
    format: MarkFilter | null
  }
  const isMoment = format && ['date', 'time', 'datetime'].includes(format.name)
  return (
    <>
      <TextSetting
        label="Variable"
        field="variable.path"
        value={path}
        mono
        wrong={wrongPath}
        options={known.filter(({ kind }) => kind !== 'list').map((it) => ({ value: it.path, note: it.note }))}
        onCommit={(next) => next !== '' && set({ path: next })}
        onDone={onDone}
      />
      <TextSetting
        label="If there is none"
        field="variable.fallback"
        value={fallback ?? ''}
        placeholder="required"
        onCommit={(next) => set({ fallback: next === '' ? null : next })}
        onDone={onDone}
      />
      <ChoiceSetting
        label="Written as"
        field="variable.format"
        value={format?.name ?? ''}
        options={FORMATS}
        onCommit={(name) =>
          set({ format: name === '' ? null : name === 'money' ? { name, currency: 'EUR' } : { name } })
        }
      />
      {format?.name === 'money' ? (
        <TextSetting
          label="Currency"
          field="variable.currency"
          value={Array.isArray(format.currency) ? format.currency.join('.') : format.currency}
          className="w-32"
          mono
          wrong={(text) => (/^[A-Z]{3}$/.test(text) ? null : wrongPath(text))}
          onCommit={(text) =>
            text !== '' &&
            set({ format: { name: 'money', currency: /^[A-Z]{3}$/.test(text) ? text : text.split('.') } })
          }
          onDone={onDone}
        />
      ) : null}
      {isMoment ? (
        <ChoiceSetting
          label="Length"
          field="variable.style"
          value={('style' in format && format.style) || 'medium'}
          options={STYLES}
          onCommit={(style) => set({ format: { name: format.name, style } })}
        />
      ) : null}
    </>
  )
}
