import { cn } from '#app/_components/ui/cn.ts'

/** Common widths of a mail: what most clients give it on a desk, and a phone. */
const widthPx = { wide: 624, phone: 375 } as const

export interface MailFrameProps {
  deliveryId: string
  subject: string | null
  /** `full`: as wide as there is room. */
  width: keyof typeof widthPx | 'full'
  /** As it came to the built-in inbox: with the sensitive values that other pages hide. */
  inbox?: boolean
  className?: string
}

/** A mail as it was sent. Sandboxed: nothing in it runs or navigates. Light, because mails are written for a light ground. */
export function MailFrame({ deliveryId, subject, width, inbox = false, className }: MailFrameProps) {
  const maxWidth = width === 'full' ? undefined : widthPx[width]
  return (
    <iframe
      sandbox=""
      src={`/admin/mail/${deliveryId}${inbox ? '?inbox' : ''}`}
      title={`Mail: ${subject || 'No subject'}`}
      style={{ maxWidth, colorScheme: 'light', background: '#fff' }}
      className={cn('mx-auto block w-full', className)}
    />
  )
}
