'use client'

import { cn } from '#app/_components/ui/cn.ts'
import { Backtest } from '../_backtest/backtest.tsx'
import { History } from '../_versions/history.tsx'
import { FixturesPanel } from './fixtures/fixtures-panel.tsx'
import { LocaleList } from './locale-list.tsx'
import { usePlace } from './place-context.tsx'
import { PushPanel } from './push/push-panel.tsx'
import { useStudio } from './studio-context.tsx'
import { shownPanel, useRoom } from './use-room.ts'
import { VariablesPanel } from './variables/variables-panel.tsx'
import { VersionList } from './version-list.tsx'
import { WritePanel } from './write-panel.tsx'

/** The open part. The editor stays in the page behind the others: its undo and its place are not lost. */
export function MiddlePanes() {
  const { templateKey, reload } = useStudio()
  const { url, locale } = usePlace()
  const panel = shownPanel(url.panel, useRoom())
  return (
    <div
      id="studio-panel"
      role="tabpanel"
      aria-labelledby={`tab-${panel}`}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div className={cn('flex min-h-0 flex-1 flex-col', panel !== 'write' && 'hidden')}>
        <WritePanel />
      </div>
      {panel === 'push' ? <PushPanel /> : null}
      {panel === 'fixtures' ? <FixturesPanel /> : null}
      {panel === 'variables' ? <VariablesPanel /> : null}
      {panel === 'history' ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <History templateKey={templateKey} locale={locale} onRestored={() => void reload()} />
        </div>
      ) : null}
      {panel === 'backtest' ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Backtest templateKey={templateKey} />
        </div>
      ) : null}
      {panel === 'locales' ? (
        <div className="min-h-0 flex-1 overflow-y-auto py-2">
          <LocaleList />
          <VersionList />
        </div>
      ) : null}
    </div>
  )
}
