'use client'

import { RelativeTime } from '#app/_components/relative-time.tsx'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Copyable } from '#app/_components/ui/copy-button.tsx'
import { Switch } from '#app/_components/ui/switch.tsx'
import { RowMenu } from '../../_list/row-menu.tsx'
import { useRowActions } from '../../_list/use-row-actions.ts'
import { type Named, RowDialogs } from '../_list/row-dialogs.tsx'
import type { WorkflowChanges } from '../use-workflow-changes.ts'
import { SaveButton, type SaveButtonProps } from './save-button.tsx'
import type { Draft } from './state/use-draft.ts'
import type { WorkflowDetail } from './types.ts'

export interface HeaderProps extends Pick<SaveButtonProps, 'differences' | 'onCheck' | 'onSave'> {
  detail: WorkflowDetail
  draft: Draft
  changes: WorkflowChanges
  mayWrite: boolean
}

/** Name, version and state; on or off, discard, save, and what else can be done with it. */
export function Header({ detail, draft, changes, mayWrite, ...save }: HeaderProps) {
  const { key, enabled, archivedAt, updatedAt, updatedByName, version } = detail
  const { actions, ...dialogs } = useRowActions<Named>(changes.restore)
  const row = { key, name: detail.definition.name, enabled, archivedAt }
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="grid min-w-0 gap-0.5">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">
            {draft.definition.name || key}
          </h1>
          {archivedAt ? <Badge>Archived</Badge> : null}
          {!archivedAt && mayWrite ? (
            <Switch
              withWord
              label="This workflow"
              checked={enabled}
              onCheckedChange={(on) => changes.setEnabled.mutate({ key, enabled: on })}
            />
          ) : null}
          {!archivedAt && !mayWrite ? (
            <Badge tone={enabled ? 'green' : 'grey'}>{enabled ? 'On' : 'Off'}</Badge>
          ) : null}
        </div>
        <p className="flex flex-wrap items-center gap-x-2 text-muted text-xs">
          <Copyable value={key} label="key" short={40} />
          <span role="status">
            {draft.isDirty ? (
              <>Not saved yet · began from v{draft.base.version}</>
            ) : (
              <>
                v{version} · {updatedByName ?? 'Posthorn'} · <RelativeTime at={updatedAt} />
              </>
            )}
          </span>
        </p>
      </div>
      {mayWrite ? (
        <div className="ml-auto flex items-center gap-1.5">
          {archivedAt ? null : (
            <>
              <Button variant="ghost" disabled={!draft.isDirty} onClick={draft.discard}>
                Discard
              </Button>
              <SaveButton
                {...save}
                save={changes.save}
                version={draft.base.version + 1}
                disabled={!draft.isDirty || draft.theirs !== null}
              />
            </>
          )}
          <RowMenu row={row} href={null} {...actions} />
        </div>
      ) : null}
      <RowDialogs {...dialogs} changes={changes} />
    </header>
  )
}
