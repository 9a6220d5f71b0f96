import type { DeliveryStatus } from '#server/db/schema/deliveries.ts'
import type { NotificationStatus } from '#server/db/schema/notifications.ts'

/** Whether a thing can be done now; if not, why, in words for a person. */
export type Ability = { allowed: true; reason: null } | { allowed: false; reason: string }

export interface Abilities {
  /** Tries again what failed: the same deliveries. */
  retry: Ability
  /** New deliveries with the same content (`sent`), or planned and rendered anew (`today`). */
  replay: { sent: Ability; today: Ability }
  /** Takes back what has not gone out. */
  cancel: Ability
}

interface DeliveryState {
  id: string
  channel: string
  address: string
  status: DeliveryStatus
  hasContent: boolean
  /** It goes out in the digest of another delivery. */
  digestOf?: string | null
}

export const failedStatuses: readonly DeliveryStatus[] = ['FAILED', 'BOUNCED', 'COMPLAINED', 'UNKNOWN']
const waiting: readonly DeliveryStatus[] = ['QUEUED', 'HELD']

const yes: Ability = { allowed: true, reason: null }
const no = (reason: string): Ability => ({ allowed: false, reason })

/** The newest delivery per channel and address: those count for the notification's status, and can be retried. */
export function newestDeliveries<D extends Pick<DeliveryState, 'id' | 'channel' | 'address'>>(
  deliveries: readonly D[],
): D[] {
  const newest = new Map<string, D>()
  for (const delivery of deliveries) {
    const target = `${delivery.channel} ${delivery.address}`
    const other = newest.get(target)
    if (!other || delivery.id > other.id) newest.set(target, delivery)
  }
  return [...newest.values()]
}

const erased = no('Its personal data was erased: there is nobody to send it to.')

const inDigest = no(
  'It goes out in a digest, together with others: replay the notification that the digest is sent with.',
)

/** Sent again, the mail would lack what it was for. */
const incomplete = (names: readonly string[]): Ability =>
  no(
    `Its sensitive values (${names.join(', ')}) were erased after it had ended: send the event again instead.`,
  )

/**
 * What can be done with a notification now. Pure; the verbs check again under their locks. `isErased`: nothing that is
 * needed for sending is left in it; `erasedValues`: the variables whose sensitive values are gone.
 */
export function abilitiesOf(
  status: NotificationStatus,
  deliveries: readonly DeliveryState[],
  isErased = false,
  erasedValues: readonly string[] | null = null,
): Abilities {
  const newest = newestDeliveries(deliveries)
  const has = (statuses: readonly DeliveryStatus[]) => newest.some((one) => statuses.includes(one.status))
  const inFlight = has([...waiting, 'SENDING'])
  const notYet = no(
    status === 'PENDING'
      ? 'It has not been planned yet.'
      : 'It is still on its way; wait, or cancel it first.',
  )
  const busy = status === 'PENDING' || inFlight
  if (isErased) return { retry: erased, replay: { sent: erased, today: erased }, cancel: erased }
  const cancel =
    status === 'PENDING' || has(waiting)
      ? yes
      : no(has(['SENDING']) ? 'It is being sent just now.' : 'Nothing is waiting to be sent.')
  if (erasedValues && erasedValues.length > 0) {
    const gone = incomplete(erasedValues)
    return { retry: gone, replay: { sent: gone, today: gone }, cancel }
  }
  return {
    retry: has(failedStatuses)
      ? yes
      : no(deliveries.length === 0 ? 'It has no delivery.' : 'No delivery has failed.'),
    replay: {
      sent: busy
        ? notYet
        : deliveries.some((one) => one.hasContent)
          ? yes
          : deliveries.some((one) => one.digestOf)
            ? inDigest
            : no('Nothing was ever sent, so there is no content to send again.'),
      today: busy ? notYet : yes,
    },
    cancel,
  }
}
