/** Contract: `Prefer: wait=10`, 10 s at most. */
const WAIT_MAX_S = 10

/** Seconds of `Prefer: wait=N` (RFC 7240, 4.3), 10 at most; null: not asked for, or not readable, which is ignored. */
export function waitSeconds(header: string | undefined): number | null {
  for (const preference of header?.split(',') ?? []) {
    const [, seconds] = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;|$)/i.exec(preference) ?? []
    if (seconds !== undefined) return Math.min(Number(seconds), WAIT_MAX_S)
  }
  return null
}
