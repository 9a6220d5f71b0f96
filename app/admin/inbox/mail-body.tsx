'use client'

import { Monitor, Smartphone } from 'lucide-react'
import { CopyButton } from '#app/_components/ui/copy-button.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { Tabs } from '#app/_components/ui/tabs.tsx'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { type InboxState, tabs } from './inbox-state.ts'
import { headerLines } from './mail-format.ts'

const PHONE_PX = 375

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
        { value: 'html', label: 'HTML', content: <Frame mail={mail} phone={width === 'phone'} /> },
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
          content: (
            <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 px-4 py-3 text-xs max-sm:grid-cols-1">
              {mail.headers.map(({ name, value }) => (
                <div key={name} className="contents">
                  <dt className="text-muted">{name}</dt>
                  <dd className="break-words font-mono max-sm:mb-1.5">{value}</dd>
                </div>
              ))}
            </dl>
          ),
        },
      ]}
    />
  )
}

/** Sandboxed: nothing in it runs or navigates. On a light ground in both themes, as mails without a dark mode expect. */
function Frame({ mail, phone }: { mail: MailBodyProps['mail']; phone: boolean }) {
  return (
    <div className="h-full bg-sunken max-md:h-[calc(100dvh-14rem)] max-md:min-h-80 md:p-3">
      <iframe
        sandbox=""
        src={`/admin/mail/${mail.deliveryId}`}
        title={`Mail: ${mail.subject || 'No subject'}`}
        style={{ colorScheme: 'light', background: '#fff', ...(phone ? { maxWidth: PHONE_PX } : {}) }}
        className="mx-auto block h-full w-full md:rounded-md md:border"
      />
    </div>
  )
}
