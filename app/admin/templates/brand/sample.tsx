'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Card } from '#app/_components/ui/card.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import type { BrandTheme } from '#server/templates/sources.ts'
import { HtmlFrame } from '../_studio/html-frame.tsx'

/** After the last change, in milliseconds. */
const PAUSE = 150

type Screen = 'light' | 'dark'

/** A mail with the theme as it is in the form. */
export function Sample({ theme, isWhole }: { theme: BrandTheme; isWhole: boolean }) {
  const trpc = useTRPC()
  const [screen, setScreen] = useState<Screen>('light')
  const [shown, setShown] = useState(theme)
  useEffect(() => {
    if (!isWhole) return
    const timer = setTimeout(() => setShown(theme), PAUSE)
    return () => clearTimeout(timer)
  }, [theme, isWhole])
  const sample = useQuery(
    trpc.brand.sample.queryOptions({ theme: shown }, { placeholderData: keepPreviousData, gcTime: 10_000 }),
  )
  const problem = sample.data?.problems.find(({ severity }) => severity === 'error')
  return (
    <Card
      title="A mail with it"
      flush
      className="lg:sticky lg:top-16"
      actions={
        <Segmented<Screen>
          label="The reader’s screen"
          value={screen}
          onValueChange={setScreen}
          options={[
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      }
    >
      {sample.isError ? (
        <QueryFailure query={sample} title="The sample could not be shown" compact />
      ) : problem ? (
        <Notice tone="red" className="m-3">
          {problem.message}
        </Notice>
      ) : sample.isPending ? (
        <SkeletonRows rows={8} label="Loading the sample" />
      ) : (
        <HtmlFrame
          html={sample.data.html}
          title="A sample mail with this brand"
          dark={screen === 'dark'}
          height={720}
        />
      )}
    </Card>
  )
}
