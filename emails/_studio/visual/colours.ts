type Channels = [red: number, green: number, blue: number]

const channels = (hex: string): Channels =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Channels

const hex = (colour: Channels): string =>
  `#${colour.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`

/** A colour that is `part` (0 to 1) of the way from one to another. */
export function mixed(from: string, to: string, part: number): string {
  const [a, b] = [channels(from), channels(to)]
  return hex(a.map((value, i) => value + ((b[i] ?? 0) - value) * part) as Channels)
}

/** WCAG 2.2, relative luminance: 0 is black, 1 is white. */
export function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as Channels
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG 2.2, contrast ratio: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** The colour, made lighter until words in it can be read on a dark ground (4.5 to 1, WCAG 2.2 AA). */
export function readableOn(ground: string, colour: string): string {
  for (let part = 0; part < 1; part += 0.1) {
    const lighter = mixed(colour, '#ffffff', part)
    if (contrast(lighter, ground) >= 4.5) return lighter
  }
  return '#ffffff'
}
