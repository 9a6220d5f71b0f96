export interface Region {
  region: string
  zones: { zone: string; place: string }[]
}

/** V8 lists some zones by the names that IANA has left behind (tzdata's `backward`): so they are called today. */
const renamed: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

/** The time zones of the world (IANA) by continent or ocean, with the one that is chosen, whatever it is. */
export function zonesByRegion(chosen: string | null): Region[] {
  const known = Intl.supportedValuesOf('timeZone').map((zone) => renamed[zone] ?? zone)
  const regions = new Map<string, Region>()
  for (const zone of [...new Set([...known, 'UTC', ...(chosen ? [chosen] : [])])].sort()) {
    const [first = zone, ...rest] = zone.split('/')
    const region = regions.get(first) ?? { region: first, zones: [] }
    region.zones.push({ zone, place: (rest.join(', ') || zone).replaceAll('_', ' ') })
    regions.set(first, region)
  }
  return [...regions.values()]
}
