'use client'

import { copyText } from '#app/_components/ui/copy-button.tsx'
import { toast } from '#app/_components/ui/toaster.tsx'
import { explainError } from './client.tsx'

/** Says that something did not work: `title` names it, the server's words say why, the trace id can be copied. */
export function toastFailure(title: string, error: unknown): void {
  const { message, traceId } = explainError(error)
  toast.error(title, {
    description: message,
    ...(traceId ? { action: { label: 'Copy trace id', onClick: () => void copyText(traceId) } } : {}),
  })
}
