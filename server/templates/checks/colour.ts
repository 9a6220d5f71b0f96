/** sRGB, 0 to 255; `alpha` 0 to 1. */
export interface Colour {
  red: number
  green: number
  blue: number
  alpha: number
}

// CSS Color 4, 6.1: those that mails use.
const NAMES: Record<string, string> = {
  ...{
    black: '#000000',
    white: '#ffffff',
    red: '#ff0000',
    green: '#008000',
    blue: '#0000ff',
    gray: '#808080',
  },
  ...{
    grey: '#808080',
    silver: '#c0c0c0',
    maroon: '#800000',
    navy: '#000080',
    teal: '#008080',
    olive: '#808000',
  },
  ...{
    purple: '#800080',
    orange: '#ffa500',
    yellow: '#ffff00',
    lime: '#00ff00',
    aqua: '#00ffff',
    cyan: '#00ffff',
  },
  ...{
    fuchsia: '#ff00ff',
    magenta: '#ff00ff',
    pink: '#ffc0cb',
    brown: '#a52a2a',
    gold: '#ffd700',
    tomato: '#ff6347',
  },
  ...{
    lightgray: '#d3d3d3',
    lightgrey: '#d3d3d3',
    darkgray: '#a9a9a9',
    darkgrey: '#a9a9a9',
    dimgray: '#696969',
  },
  ...{
    whitesmoke: '#f5f5f5',
    crimson: '#dc143c',
    indigo: '#4b0082',
    steelblue: '#4682b4',
    slategray: '#708090',
  },
  transparent: '#00000000',
}

/** A colour as CSS writes it: a name, `#rgb`, `#rrggbbaa`, `rgb()`, `hsl()`. Null: none that is known here. */
export function parseColour(text: string): Colour | null {
  const value = text.trim().toLowerCase()
  const hex = NAMES[value] ?? value
  const short = /^#([0-9a-f]{3,4})$/.exec(hex)?.[1]
  const digits = short ? short.replace(/./g, '$&$&') : /^#([0-9a-f]{6}(?:[0-9a-f]{2})?)$/.exec(hex)?.[1]
  if (digits) {
    const [red = 0, green = 0, blue = 0, alpha = 255] = (digits.match(/../g) ?? []).map((two) =>
      Number.parseInt(two, 16),
    )
    return { red, green, blue, alpha: alpha / 255 }
  }
  const [, kind, inside] = /^(rgb|hsl)a?\(([^)]*)\)$/.exec(value) ?? []
  if (!kind || inside === undefined) return null
  const parts = inside.split(/[\s,/]+/).filter(Boolean)
  const numbers = parts.map((part) => Number.parseFloat(part))
  const [a = 0, b = 0, c = 0, d = 1] = numbers
  if (parts.length < 3 || numbers.some(Number.isNaN)) return null
  const alpha = parts[3]?.endsWith('%') ? d / 100 : d
  if (kind === 'hsl') return { ...fromHsl(a, b / 100, c / 100), alpha }
  const scale = parts[0]?.endsWith('%') ? 2.55 : 1
  return { red: a * scale, green: b * scale, blue: c * scale, alpha }
}

/** CSS Color 4, 7.1. */
function fromHsl(hue: number, saturation: number, lightness: number) {
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12
    const reach = saturation * Math.min(lightness, 1 - lightness)
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return { red: channel(0), green: channel(8), blue: channel(4) }
}

/** A colour as it looks on another. */
export function over(top: Colour, under: Colour): Colour {
  const mix = (a: number, b: number) => a * top.alpha + b * (1 - top.alpha)
  return {
    red: mix(top.red, under.red),
    green: mix(top.green, under.green),
    blue: mix(top.blue, under.blue),
    alpha: 1,
  }
}

/** How well one is told from the other: 1 to 21 (WCAG 2.2, “contrast ratio”). Both opaque. */
export function contrastRatio(a: Colour, b: Colour): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

/** WCAG 2.2, “relative luminance”. */
function luminance({ red, green, blue }: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** `#rrggbb` */
export const hexOf = ({ red, green, blue }: Colour): string =>
  `#${[red, green, blue].map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`
