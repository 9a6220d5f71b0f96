import { formatCount } from '#app/_components/number.tsx'

/** Messages per second: `1,240`, `3.2`, `0.05`; what is below a hundredth is 0. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 10) return formatCount(Math.round(perSecond))
  return String(Number(perSecond.toFixed(perSecond >= 1 ? 1 : 2)))
}
