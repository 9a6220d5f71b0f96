'use client'

import { Card } from '#app/_components/ui/card.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Textarea } from '#app/_components/ui/textarea.tsx'
import type { BrandFieldsProps } from './fields-props.ts'

export function FooterCard({ theme, onChange, readOnly }: BrandFieldsProps) {
  return (
    <Card title="Footer">
      <Field
        label="Text below every mail"
        hint="Who sends it and why. {recipient.email} stands for the reader’s address, [Unsubscribe]({unsubscribe_url}) is a link."
      >
        {(control) => (
          <Textarea
            {...control}
            rows={4}
            maxLength={2_000}
            readOnly={readOnly}
            value={theme.footer}
            onChange={({ target }) => onChange({ footer: target.value })}
          />
        )}
      </Field>
    </Card>
  )
}
