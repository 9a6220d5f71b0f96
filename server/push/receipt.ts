import { seal, unseal } from '#server/secrets.ts'

const PURPOSE = 'push-receipt'

/** What a service worker tells a delivery's fate with: its id, encrypted, so that nobody can tell another's. */
export const receiptOf = (deliveryId: string, appSecret: string): string =>
  seal(deliveryId, appSecret, PURPOSE)

/** The delivery that a receipt is of; null unless we made it. */
export function deliveryOfReceipt(receipt: string, appSecret: string): string | null {
  if (!/^[\w-]{86}$/.test(receipt)) return null
  try {
    return unseal(receipt, appSecret, PURPOSE)
  } catch {
    return null
  }
}
