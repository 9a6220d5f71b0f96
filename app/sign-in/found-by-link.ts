import { headers } from 'next/headers'
import { systemClock } from '#server/clock.ts'
import type { Context } from '#server/context.ts'
import { getDatabase } from '#server/db/pools.ts'
import { getEnv } from '#server/env.ts'
import { linkSettings } from '#server/members/links.ts'
import { logger } from '#server/telemetry/logger.ts'

/** What a link's token opens, `null` when nothing any more, `away` when the database can't say. Changes nothing. */
export async function foundByLink<T>(
  find: (ctx: Context, appSecret: string, token: string) => Promise<T | null>,
  token: string,
): Promise<T | null | 'away'> {
  // Before any access to the database: at build time it ends the rendering of a dynamic page.
  await headers()
  const ctx: Context = { db: getDatabase(), clock: systemClock, actor: { kind: 'system' } }
  return find(ctx, linkSettings(getEnv()).appSecret, token).catch((err: unknown) => {
    logger().warn({ err }, 'a link could not be looked up')
    return 'away' as const
  })
}
