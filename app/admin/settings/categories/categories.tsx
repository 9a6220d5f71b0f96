'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, Tags } from 'lucide-react'
import { useState } from 'react'
import { useCommands } from '#app/_components/commands.ts'
import { PageHeader } from '#app/_components/page-header.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { CategoryDialog } from './category-dialog.tsx'
import { CategoryRows } from './category-rows.tsx'

/** What kinds of message there are, for preferences. Admins change them; everybody may look. */
export function Categories() {
  const trpc = useTRPC()
  const list = useQuery(trpc.categories.list.queryOptions())
  const mayChange = useMay('admin')
  const [edited, setEdited] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const [opening, setOpening] = useState(0)
  const edit = (key: string | null) => {
    setEdited(key)
    setOpening(opening + 1)
    setOpen(true)
  }
  useCommands(
    mayChange
      ? [
          {
            id: 'add-category',
            label: 'Add a category',
            icon: Tags,
            keywords: ['new'],
            run: () => edit(null),
          },
        ]
      : [],
  )
  const { categories = [], unknown = [] } = list.data ?? {}
  return (
    <>
      <PageHeader
        title="Categories"
        meta={
          <p className="text-muted text-sm">
            What kinds of message there are: users switch them off and on, by channel. The order is that of
            the recipient’s own page.
          </p>
        }
        actions={
          mayChange ? (
            <Button variant="primary" onClick={() => edit(null)}>
              <Plus aria-hidden />
              Add a category
            </Button>
          ) : null
        }
      />
      {unknown.length > 0 ? (
        <Notice tone="amber" title={`Named, but not here: ${unknown.join(', ')}`}>
          Workflows or templates name {unknown.length === 1 ? 'it' : 'them'}. Such a category is on by default
          and carries an unsubscribe link; add it to give it a name and other rules.
        </Notice>
      ) : null}
      <Card flush>
        {list.data ? (
          <CategoryRows
            categories={categories}
            mayChange={mayChange}
            onEdit={(category) => edit(category.key)}
          />
        ) : list.isError ? (
          <QueryFailure title="The categories could not be loaded" query={list} />
        ) : (
          <SkeletonRows rows={6} label="Loading categories" />
        )}
      </Card>
      <CategoryDialog
        category={categories.find(({ key }) => key === edited) ?? null}
        opening={opening}
        open={open}
        onOpenChange={setOpen}
      />
    </>
  )
}
