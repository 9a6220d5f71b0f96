import { BellRing, Mail } from 'lucide-react'
import type { Channel } from '#server/db/schema/deliveries.ts'

export const channelNames: Record<Channel, string> = { email: 'E-mail', push: 'Push' }

/** Which way a delivery goes; it says nothing to a screen reader: write the name beside it. */
export function ChannelIcon({ channel, className }: { channel: Channel; className?: string }) {
  const Icon = channel === 'push' ? BellRing : Mail
  return <Icon aria-hidden {...(className ? { className } : {})} />
}
