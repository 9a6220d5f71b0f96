/** The part of requests that was refused, in words: `0 %`, `< 0.1 %`, `2.5 %`; nothing where nothing came. */
export function refusedShare({ accepted, refused }: { accepted: number; refused: number }): string {
  const total = accepted + refused
  if (total === 0) return '–'
  const percent = (100 * refused) / total
  if (refused === 0) return '0 %'
  if (percent < 0.1) return '< 0.1 %'
  // Never rounded up to all.
  const cut = Math.floor(percent * 10) / 10
  return `${cut >= 10 ? Math.floor(cut) : cut} %`
}
