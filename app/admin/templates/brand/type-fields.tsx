'use client'

import { Card } from '#app/_components/ui/card.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import type { BrandTheme } from '#server/templates/sources.ts'
import type { BrandFieldsProps } from './fields-props.ts'

const FONTS: { value: BrandTheme['font']; label: string }[] = [
  { value: 'system', label: 'As the reader’s device has it' },
  { value: 'arial', label: 'Arial' },
  { value: 'georgia', label: 'Georgia' },
  { value: 'verdana', label: 'Verdana' },
  { value: 'tahoma', label: 'Tahoma' },
  { value: 'trebuchet', label: 'Trebuchet MS' },
  { value: 'times', label: 'Times New Roman' },
  { value: 'courier', label: 'Courier New' },
]

const SIZES: {
  name: 'fontSize' | 'radius' | 'width'
  label: string
  min: number
  max: number
  step: number
}[] = [
  { name: 'fontSize', label: 'Text', min: 12, max: 20, step: 1 },
  { name: 'radius', label: 'Corners', min: 0, max: 24, step: 1 },
  { name: 'width', label: 'Width', min: 320, max: 800, step: 20 },
]

export function TypeFields({ theme, onChange, readOnly }: BrandFieldsProps) {
  return (
    <Card title="Fonts and sizes">
      <div className="grid gap-3">
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Text">
            {(control) => (
              <Select
                {...control}
                value={theme.font}
                disabled={readOnly}
                options={FONTS}
                onChange={({ target }) => onChange({ font: target.value as BrandTheme['font'] })}
              />
            )}
          </Field>
          <Field label="Headings">
            {(control) => (
              <Select
                {...control}
                value={theme.headingFont}
                disabled={readOnly}
                options={[{ value: 'same', label: 'As the text' }, ...FONTS]}
                onChange={({ target }) =>
                  onChange({ headingFont: target.value as BrandTheme['headingFont'] })
                }
              />
            )}
          </Field>
        </div>
        {SIZES.map(({ name, label, ...range }) => (
          <label key={name} className="flex items-center gap-3 text-sm">
            <span className="w-16 shrink-0">{label}</span>
            <input
              type="range"
              {...range}
              value={theme[name]}
              disabled={readOnly}
              aria-valuetext={`${theme[name]} pixels`}
              onChange={({ target }) => onChange({ [name]: Number(target.value) })}
              className="min-w-0 flex-1 accent-accent"
            />
            <output className="w-14 shrink-0 text-right text-muted text-xs tabular-nums">
              {theme[name]} px
            </output>
          </label>
        ))}
      </div>
    </Card>
  )
}
