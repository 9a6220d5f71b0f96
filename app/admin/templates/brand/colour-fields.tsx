'use client'

import { Card } from '#app/_components/ui/card.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { type Colours, hardToRead, isColour } from './contrast.ts'
import type { BrandFieldsProps } from './fields-props.ts'

const FIELDS: { name: keyof Colours; label: string }[] = [
  { name: 'accent', label: 'Buttons and links' },
  { name: 'onAccent', label: 'Words of buttons' },
  { name: 'text', label: 'Text' },
  { name: 'muted', label: 'Quiet text' },
  { name: 'card', label: 'Card' },
  { name: 'page', label: 'Page around it' },
]

export function ColourFields({ theme, onChange, readOnly }: BrandFieldsProps) {
  const { colours } = theme
  const write = (name: keyof Colours, value: string) => onChange({ colours: { ...colours, [name]: value } })
  const hard = hardToRead(colours)
  return (
    <Card title="Colours">
      <div className="grid gap-3">
        {FIELDS.map(({ name, label }) => (
          <ColourField
            key={name}
            label={label}
            value={colours[name]}
            readOnly={readOnly}
            onWrite={(value) => write(name, value)}
          />
        ))}
        {hard.length > 0 ? (
          <Notice tone="amber" title="Hard to read">
            <ul className="text-xs">
              {hard.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
            <p className="text-muted text-xs">Text needs 4.5 to 1 (WCAG AA).</p>
          </Notice>
        ) : null}
        <p className="text-muted text-xs">
          On dark screens grounds are dark, and the accent is made lighter until it can be read.
        </p>
      </div>
    </Card>
  )
}

interface ColourFieldProps {
  label: string
  value: string
  readOnly: boolean
  onWrite: (value: string) => void
}

/** A picker and the same as `#rrggbb`. */
function ColourField({ label, value, readOnly, onWrite }: ColourFieldProps) {
  const isWrong = !isColour(value)
  return (
    <div className="flex items-center gap-2">
      <span className="min-w-0 flex-1 text-sm">{label}</span>
      <input
        type="color"
        aria-label={`${label}, picker`}
        value={isWrong ? '#000000' : value.toLowerCase()}
        disabled={readOnly}
        onChange={({ target }) => onWrite(target.value)}
        className="size-8 shrink-0 cursor-pointer rounded-md border border-field bg-surface p-0.5 disabled:cursor-not-allowed"
      />
      <Input
        aria-label={label}
        aria-invalid={isWrong || undefined}
        title={isWrong ? 'A colour such as #006c70' : undefined}
        value={value}
        readOnly={readOnly}
        maxLength={7}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => onWrite(target.value.trim())}
        className="w-24 font-mono text-xs"
      />
    </div>
  )
}
