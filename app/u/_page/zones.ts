export interface Region {
  region: string
  zones: { zone: string; place: string }[]
}

/** The time zones of the world (IANA) by continent or ocean, with the one that is chosen, whatever it is. */
export function zonesByRegion(chosen: string | null): Region[] {
  const all = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...(chosen ? [chosen] : [])])
  const regions = new Map<string, Region>()
  for (const zone of [...all].sort()) {
    const [first = zone, ...rest] = zone.split('/')
    const region = regions.get(first) ?? { region: first, zones: [] }
    region.zones.push({ zone, place: (rest.join(', ') || zone).replaceAll('_', ' ') })
    regions.set(first, region)
  }
  return [...regions.values()]
}
