'use client'

import { Monitor, Smartphone } from 'lucide-react'
import { CopyButton } from '#app/_components/ui/copy-button.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { Tabs } from '#app/_components/ui/tabs.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { headerLines } from '../_mail/mail-format.ts'
import { MailFrame } from '../_mail/mail-frame.tsx'
import { MailHeaders } from '../_mail/mail-headers.tsx'
import { type InboxState, tabs } from './inbox-state.ts'

export interface MailBodyProps {
  mail: RouterOutputs['inbox']['get']
  tab: InboxState['tab']
  width: InboxState['width']
  onView: (view: Partial<Pick<InboxState, 'tab' | 'width'>>) => void
}

/** The mail's HTML at two widths, its text, its headers. */
export function MailBody({ mail, tab, width, onView }: MailBodyProps) {
  return (
    <Tabs
      label="Parts of the mail"
      value={tab}
      onValueChange={(next) => onView({ tab: tabs.find((one) => one === next) ?? 'html' })}
      className="flex min-h-0 flex-1 flex-col [&>[role=tabpanel]]:min-h-0 [&>[role=tabpanel]]:flex-1 md:[&>[role=tabpanel]]:overflow-y-auto"
      actions={
        tab === 'html' ? (
          <Segmented
            label="Width"
            value={width}
            onValueChange={(next) => onView({ width: next })}
            options={[
              { value: 'wide', label: <Monitor aria-hidden />, name: 'Desktop' },
              { value: 'phone', label: <Smartphone aria-hidden />, name: 'Phone' },
            ]}
            className="h-7 max-md:hidden"
          />
        ) : (
          <CopyButton text label="Copy" value={tab === 'text' ? mail.text : headerLines(mail.headers)} />
        )
      }
      tabs={[
        {
          value: 'html',
          label: 'HTML',
          content: (
            <div className="h-full bg-sunken max-md:h-[calc(100dvh-14rem)] max-md:min-h-80 md:p-3">
              <MailFrame
                deliveryId={mail.deliveryId}
                inbox
                subject={mail.subject}
                width={width === 'phone' ? 'phone' : 'full'}
                className="h-full md:rounded-md md:border"
              />
            </div>
          ),
        },
        {
          value: 'text',
          label: 'Text',
          content: (
            <pre className="whitespace-pre-wrap break-words px-4 py-3 text-xs leading-5">
              {mail.text || 'This mail has no text part.'}
            </pre>
          ),
        },
        {
          value: 'headers',
          label: 'Headers',
          content: <MailHeaders headers={mail.headers} />,
        },
      ]}
    />
  )
}
