import { systemClock } from '#server/clock.ts'
import { getDatabase } from '#server/db/pools.ts'
import { isDomainError } from '#server/errors.ts'
import { receiveReceipt } from '#server/push/receive-receipt.ts'
import type { ReceiptInput } from '#server/push/schemas.ts'
import { appSecret } from '#server/sources/live.ts'
import { logger } from '#server/telemetry/logger.ts'
import { smallJson } from '../_push/small-json.ts'
import { countInvalid, tooMany } from '../limited.ts'
import { unlessAway } from '../unless-away.ts'

/** What a service worker tells, ours or a caller's own: of whatever type, since those of other origins may name none. */
export async function POST(request: Request): Promise<Response> {
  const body = await smallJson(request, 1_000)
  return unlessAway(async () => {
    try {
      const ctx = { db: getDatabase(), clock: systemClock }
      await receiveReceipt(ctx, logger(), appSecret(), body as ReceiptInput)
      return new Response(null, { status: 204 })
    } catch (error) {
      if (!isDomainError(error)) throw error
      const wait = countInvalid(request.headers)
      if (wait > 0) return tooMany(wait)
      return Response.json({ detail: error.message }, { status: error.code === 'not_found' ? 404 : 400 })
    }
  })
}
