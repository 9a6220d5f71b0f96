'use client'

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Notice } from '#app/_components/ui/notice.tsx'
import { ChecksPanel } from '../_publish/checks-panel.tsx'
import { ConflictNotice } from './conflict-notice.tsx'
import { BackupNotice, NewerNotice, ShelfNotice } from './kept-notices.tsx'
import { LocaleList } from './locale-list.tsx'
import { MiddlePanes } from './middle-panes.tsx'
import { PanelTabs } from './panel-tabs.tsx'
import { usePlace } from './place-context.tsx'
import { PreviewPane } from './preview-pane.tsx'
import { isDirty } from './state/studio-state.ts'
import { useStudio, useStudioState } from './studio-context.tsx'
import { StudioHeader } from './studio-header.tsx'
import { VersionList } from './version-list.tsx'

/** Left what there is, in the middle what is written, right how it looks and what is wrong; on a phone one at a time. */
export function StudioLayout() {
  const { readOnly, templateKey } = useStudio()
  const { url, goTo } = usePlace()
  const lockVersion = useStudioState((state) => state.lockVersion)
  const saved = useStudioState((state) => !isDirty(state) && state.save.state === 'idle')
  const [side, setSide] = useState(true)
  const { panel } = url
  const aside = panel === 'preview' || panel === 'checks'
  // Two mails beside each other need the room; versions and locales are chosen there.
  const wide = panel === 'history' || panel === 'backtest'
  return (
    <div className="-mx-4 md:-mx-6 -my-4 md:-my-5 flex flex-col bg-background lg:h-[calc(100dvh-3rem-1px)]">
      <StudioHeader />
      {readOnly ? (
        <Notice className="rounded-none border-x-0 border-t-0" title="For reading only">
          {readOnly}
        </Notice>
      ) : null}
      <ConflictNotice />
      <BackupNotice />
      <ShelfNotice />
      <NewerNotice />
      <div
        className={cn(
          'flex min-h-0 flex-1 flex-col lg:grid',
          wide ? 'lg:grid-cols-1' : 'lg:grid-cols-2',
          !wide &&
            (side
              ? 'xl:grid-cols-[12.5rem_minmax(0,1.15fr)_minmax(0,1fr)]'
              : 'xl:grid-cols-[2.5rem_minmax(0,1.15fr)_minmax(0,1fr)]'),
        )}
      >
        <aside
          aria-label="Locales and versions"
          className={cn('min-h-0 overflow-y-auto border-r max-xl:hidden', wide && 'hidden')}
        >
          {side ? (
            <>
              <LocaleList />
              <VersionList />
            </>
          ) : null}
          <div className={cn('flex', side ? 'px-2 pb-2' : 'justify-center pt-1.5')}>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={side ? 'Hide locales and versions' : 'Show locales and versions'}
              aria-expanded={side}
              onClick={() => setSide(!side)}
            >
              {side ? <PanelLeftClose aria-hidden /> : <PanelLeftOpen aria-hidden />}
            </Button>
          </div>
        </aside>
        <div className="flex min-h-0 min-w-0 flex-col lg:border-r">
          <PanelTabs />
          <div className={cn('flex min-h-0 flex-1 flex-col', aside && 'max-lg:hidden')}>
            <MiddlePanes />
          </div>
        </div>
        <div className={cn('flex min-h-0 min-w-0 flex-col', !aside && 'max-lg:hidden', wide && 'lg:hidden')}>
          <div className={cn('flex min-h-0 flex-1 flex-col', panel === 'checks' && 'max-lg:hidden')}>
            <PreviewPane />
          </div>
          <div
            className={cn(
              'overflow-y-auto border-t bg-surface lg:max-h-[38%] lg:shrink-0',
              panel === 'preview' && 'max-lg:hidden',
            )}
          >
            <ChecksPanel templateKey={templateKey} lockVersion={lockVersion} saved={saved} onJump={goTo} />
          </div>
        </div>
      </div>
    </div>
  )
}
