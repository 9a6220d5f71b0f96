import Link from 'next/link'
import type { ReactNode } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Notice } from '#app/_components/ui/notice.tsx'

/** A link that was used, revoked or made up, or has expired; which of these is nobody’s business. */
export function LinkIsOver({ children }: { children: ReactNode }) {
  return (
    <>
      <Notice tone="amber" title="This link is not valid any more">
        {children}
      </Notice>
      <Button asChild size="lg">
        <Link href="/sign-in">Sign in</Link>
      </Button>
    </>
  )
}
