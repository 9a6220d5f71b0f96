'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { exampleOf, SAMPLE, schemaAt, withValue } from './fixture-data.ts'
import { useSaveFixture } from './fixtures/use-fixtures.ts'
import { useStudio, useStudioState } from './studio-context.tsx'
import { useView } from './view-context.tsx'

/** Variables that the mail needs and the fixture lacks, each to be added with an example. */
export function MissingVariables() {
  const { readOnly } = useStudio()
  const variables = useStudioState((state) => state.content.variables)
  const { preview, fixture, data, edit } = useView()
  const save = useSaveFixture()
  const [busy, setBusy] = useState<string | null>(null)
  const missing = preview.last?.missing ?? []
  if (missing.length === 0) return null

  const add = async (path: string) => {
    const name = path.match(/[^.[\]]+/g)?.at(-1) ?? path
    const next = withValue(data, path, exampleOf(schemaAt(variables, path), name))
    edit(fixture.id, JSON.stringify(next, null, 2))
    if (fixture.id === SAMPLE) return
    setBusy(path)
    const stored = await save({ id: fixture.id, name: fixture.name, data: next })
    if (stored) edit(fixture.id, null)
    setBusy(null)
  }

  return (
    <div role="note" className="border-b bg-amber-soft px-3 py-1.5 text-xs">
      <p>“{fixture.name}” lacks:</p>
      <ul className="flex flex-wrap gap-x-3 gap-y-1">
        {missing.map(({ path, message }) => (
          <li key={path} className="flex items-center gap-1" title={message}>
            <code>{path.replace(/^data\./, '')}</code>
            {readOnly === null ? (
              <Button
                variant="link"
                size="sm"
                loading={busy === path}
                aria-label={`Add ${path} to the fixture`}
                onClick={() => void add(path.replace(/^data\./, ''))}
                className="min-h-6"
              >
                <Plus aria-hidden />
                Add
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}
