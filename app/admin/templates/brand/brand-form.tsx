'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError, useTRPC } from '#app/_trpc/client.tsx'
import { toastFailure } from '#app/_trpc/toast-failure.ts'
import { refusedByRole, useMay } from '#app/_trpc/use-may.ts'
import type { BrandTheme } from '#server/templates/sources.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { ColourFields } from './colour-fields.tsx'
import { isColour } from './contrast.ts'
import { FooterCard } from './footer-card.tsx'
import { LogoFields } from './logo-fields.tsx'
import { Outdated } from './outdated.tsx'
import { Sample } from './sample.tsx'
import { TypeFields } from './type-fields.tsx'

type Saved = RouterOutputs['brand']['theme']

/** The theme as it is being written, beside a mail that shows it; saved at once, with the lock that it began from. */
export function BrandForm({ saved }: { saved: Saved }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayWrite = useMay('templates')
  const [base, setBase] = useState(saved)
  const [theme, setTheme] = useState<BrandTheme>(saved.theme)
  const save = useMutation(trpc.brand.saveTheme.mutationOptions())
  const isDirty = JSON.stringify(theme) !== JSON.stringify(base.theme)
  const isWhole = Object.values(theme.colours).every(isColour)
  const conflict = save.isError && explainError(save.error).reason === 'conflict' ? save.error : null

  useEffect(() => {
    if (!isDirty) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isDirty])

  const take = (next: Saved) => {
    queryClient.setQueryData(trpc.brand.theme.queryKey(), next)
    setBase(next)
    setTheme(next.theme)
  }

  async function store(lockVersion: number) {
    try {
      take(await save.mutateAsync({ lockVersion, theme }))
      toast.success('The brand is saved')
      await queryClient.invalidateQueries({ queryKey: trpc.templates.studio.queryKey() })
    } catch (error) {
      if (explainError(error).reason !== 'conflict') toastFailure('The brand was not saved', error)
    }
  }
  const newest = () => queryClient.fetchQuery({ ...trpc.brand.theme.queryOptions(), staleTime: 0 })

  const change = (part: Partial<BrandTheme>) => setTheme((now) => ({ ...now, ...part }))
  const fields = { theme, onChange: change, readOnly: !mayWrite }
  return (
    <>
      <Outdated count={base.outdated} mayWrite={mayWrite} onDone={async () => setBase(await newest())} />
      {conflict ? (
        <Notice
          tone="amber"
          title="Somebody else saved the brand"
          actions={
            <>
              <Button
                size="sm"
                onClick={async () => {
                  take(await newest())
                  save.reset()
                }}
              >
                See theirs
              </Button>
              <Button size="sm" onClick={async () => store((await newest()).lockVersion)}>
                Save mine over it
              </Button>
            </>
          }
        >
          {explainError(conflict).message}
        </Notice>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(20rem,26rem)_1fr]">
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (mayWrite && isDirty && isWhole) void store(base.lockVersion)
          }}
        >
          <LogoFields {...fields} />
          <ColourFields {...fields} />
          <TypeFields {...fields} />
          <FooterCard {...fields} />
          <div className="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-x-2 gap-y-1 bg-background px-1 py-3">
            <Button
              type="submit"
              variant="primary"
              loading={save.isPending}
              disabled={!(mayWrite && isDirty && isWhole)}
              title={mayWrite ? undefined : refusedByRole}
            >
              Save the brand
            </Button>
            <Button disabled={!isDirty || save.isPending} onClick={() => setTheme(base.theme)}>
              Undo changes
            </Button>
            <SavedWords saved={base} isDirty={isDirty} />
          </div>
        </form>
        <Sample theme={theme} isWhole={isWhole} />
      </div>
    </>
  )
}

function SavedWords({ saved, isDirty }: { saved: Saved; isDirty: boolean }) {
  if (isDirty) return <p className="text-muted text-xs">Not saved yet</p>
  if (!saved.updatedAt)
    return <p className="text-muted text-xs">Posthorn’s own look; nobody changed it yet</p>
  const when = saved.updatedAt.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <p className="text-muted text-xs" suppressHydrationWarning>
      Saved by {saved.updatedByName ?? 'somebody'}, {when}
    </p>
  )
}
