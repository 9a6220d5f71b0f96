/** `12 %`, `0.4 %`, and nothing of nothing. */
export function failureRate(sent: number, failed: number): string | null {
  const all = sent + failed
  if (all === 0 || failed === 0) return null
  const share = (failed / all) * 100
  return share < 0.1 ? '< 0.1 %' : `${share < 10 ? Number(share.toFixed(1)) : Math.round(share)} %`
}
