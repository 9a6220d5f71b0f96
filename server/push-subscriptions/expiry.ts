import { badInput } from '#server/parse.ts'

/** When a subscription ends, as browsers say it (milliseconds since 1970). Throws `bad_input` for a time that is past. */
export function unexpired(expirationTime: number | null | undefined, now: Date): Date | null {
  if (expirationTime == null) return null
  if (expirationTime <= now.getTime()) throw badInput([{ path: 'expirationTime', message: 'is past' }])
  return new Date(expirationTime)
}
