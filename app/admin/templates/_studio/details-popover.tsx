'use client'

import { ChevronDown } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#app/_components/ui/popover.tsx'
import { Textarea } from '#app/_components/ui/textarea.tsx'
import { useCategoryName } from '../../_categories/category-name.tsx'
import { CategoryField } from '../_list/category-field.tsx'
import { useStudio, useStudioState } from './studio-context.tsx'

const CATEGORY = /^[A-Za-z0-9][\w.-]{0,63}$/

/** The category on a button; behind it category, description, and the workflows that send the template. */
export function DetailsPopover() {
  const { studio, store, readOnly } = useStudio()
  const category = useStudioState((state) => state.content.category)
  const categoryName = useCategoryName()
  const description = useStudioState((state) => state.content.description)
  // A category half typed is no category, and would keep everything else from being saved.
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? category
  const wrong = !CATEGORY.test(shown)
  return (
    <Popover onOpenChange={(open) => (open ? undefined : setTyped(null))}>
      <PopoverTrigger asChild>
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Category: ${categoryName(category)}. Details`}
          title={category}
        >
          {categoryName(category)}
          <ChevronDown aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Details" className="grid w-80 gap-4">
        {readOnly === null ? (
          <>
            <CategoryField
              value={shown}
              error={wrong ? 'must have 1 to 64 letters, digits, “_”, “.” and “-”' : undefined}
              onChange={(next) => {
                setTyped(next)
                if (CATEGORY.test(next)) store.change({ field: 'category', value: next })
              }}
            />
            <Field label="Description" aside="optional" hint="For the people who look for it in the list.">
              {(control) => (
                <Textarea
                  {...control}
                  rows={3}
                  maxLength={500}
                  value={description}
                  onChange={({ target }) => store.change({ field: 'description', value: target.value })}
                />
              )}
            </Field>
          </>
        ) : (
          <p className="text-sm">{description || 'No description.'}</p>
        )}
        <div className="grid gap-1.5">
          <h2 className="font-medium text-sm">Sent by</h2>
          {studio.workflows.length === 0 ? (
            <p className="text-muted text-xs">
              No workflow uses it yet. Programs can name it as <code>template_key</code>.
            </p>
          ) : (
            <ul className="grid gap-1 text-sm">
              {studio.workflows.map(({ key, name, eventType, enabled }) => (
                <li key={key} className="flex items-baseline gap-2">
                  <Link
                    href={`/admin/workflows/${key}`}
                    className="min-w-0 truncate text-accent underline-offset-2 hover:underline"
                  >
                    {name}
                  </Link>
                  <code className="truncate text-muted text-xs">{eventType}</code>
                  {enabled ? null : <Badge>Off</Badge>}
                </li>
              ))}
            </ul>
          )}
        </div>
      </PopoverContent>
    </Popover>
  )
}
