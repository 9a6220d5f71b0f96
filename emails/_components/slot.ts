import { type Detail, detailsOf } from './details.ts'
import { type Moment, moment } from './moment.ts'
import type { Recipient } from './schema.ts'
import { safeUrl, show } from './text.ts'

type Fields = Record<string, unknown>

/** What an appointment's `slot` and `metadata`, both of unknown shape, say that a mail puts first. */
export interface Slot {
  start: Moment | undefined
  end: Moment | undefined
  /** The start as it was sent, when it can't be read as a time. */
  startText: string
  previous: Moment | undefined
  location: string
  doctor: string
  /** Where to join or to look at the appointment. */
  link: string | undefined
  /** Every field that none of the above has used. */
  rest: Detail[]
}

const START = [
  'start',
  'start_time',
  'start_at',
  'starts_at',
  'starts',
  'begin',
  'from',
  'datetime',
  'date_time',
  'time',
]
const END = ['end', 'end_time', 'end_at', 'ends_at', 'ends', 'finish', 'to', 'until']
const PREVIOUS = [
  'previous_start',
  'previous_start_time',
  'old_start',
  'old_start_time',
  'original_start',
  'previous_slot',
  'old_slot',
]
const LOCATION = ['location', 'location_name', 'place', 'venue', 'clinic', 'clinic_name', 'address']
const DOCTOR = ['doctor_name', 'doctor', 'practitioner', 'practitioner_name', 'provider_name']
const LINK = ['join_url', 'meeting_url', 'meeting_link', 'video_url', 'appointment_url', 'url', 'link']

function snake(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-\s]+/g, '_')
    .toLowerCase()
}

/** A slot of more fields than this is no slot; the rest of them is not looked at. */
const MAX_FIELDS = 200

interface Field {
  key: string
  name: string
  value: unknown
}

/** The objects' fields, of which each is either taken for a place of its own or left for the table. */
class Taking {
  private readonly sources: Field[][]
  private readonly taken = new Set<Field>()

  constructor(sources: (Fields | null | undefined)[]) {
    this.sources = sources.map((source) =>
      Object.entries(source ?? {})
        .slice(0, MAX_FIELDS)
        .map(([key, value]) => ({ key, name: snake(key), value })),
    )
  }

  /** The first field with one of the names for which `read` has an answer. */
  take<T>(names: readonly string[], read: (value: unknown) => T | undefined): T | undefined {
    for (const name of names) {
      for (const field of this.sources.flat()) {
        if (field.name !== name || this.taken.has(field)) continue
        const answer = read(field.value)
        if (answer === undefined) continue
        this.taken.add(field)
        return answer
      }
    }
    return undefined
  }

  rest(recipient: Recipient): Detail[] {
    const left = this.sources.map((source) =>
      Object.fromEntries(
        source.filter((field) => !this.taken.has(field)).map(({ key, value }) => [key, value]),
      ),
    )
    return detailsOf(left, recipient)
  }
}

function firstStart(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value).find(([key]) => START.includes(snake(key)))?.[1]
}

/** A place as one line; an object's fields are joined, as in `{ name, street, city }`. */
function place(value: unknown): string | undefined {
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : [value]
  if (parts.some((part) => typeof part === 'object' && part !== null)) return undefined
  return (
    show(
      parts
        .map((part) => show(part, 120))
        .filter(Boolean)
        .join(', '),
    ) || undefined
  )
}

const CLOCK = /^\d{1,2}:\d{2}(:\d{2})?$/

function clock(value: unknown): string | undefined {
  const text = show(value, 20)
  return CLOCK.test(text)
    ? text.padStart(text.indexOf(':') === 1 ? text.length + 1 : text.length, '0')
    : undefined
}

/**
 * Finds time, place, doctor and link in an appointment's slot and metadata, under the names that calendars use.
 * Whatever is not recognised is in `rest`, so that no field is lost.
 */
export function readSlot(
  slot: Fields | null | undefined,
  metadata: Fields | null | undefined,
  recipient: Recipient,
): Slot {
  const fields = new Taking([slot, metadata])
  const read = (value: unknown) => moment(value, recipient)
  let start = fields.take(START, read)
  let end = fields.take(END, read)
  if (!start) {
    const day = fields.take(['date', 'day', 'start_date'], (value) =>
      read(value) ? show(value, 40) : undefined,
    )
    if (day) {
      const from = fields.take(START, clock)
      const until = from ? fields.take(END, clock) : undefined
      start = read(from ? `${day}T${from}` : day)
      if (until) end = read(`${day}T${until}`)
    }
  }
  return {
    start,
    end,
    startText: start ? '' : (fields.take(START, (value) => show(value) || undefined) ?? ''),
    previous: fields.take(PREVIOUS, (value) => read(firstStart(value))),
    location: fields.take(LOCATION, place) ?? '',
    doctor: fields.take(DOCTOR, (value) => show(value, 120) || undefined) ?? '',
    link: fields.take(LINK, safeUrl),
    rest: fields.rest(recipient),
  }
}

/** `09:30 – 10:00 CEST`; with another day's end its date too; '' for a date alone. */
export function timeRange(slot: Slot): string {
  const { start, end } = slot
  if (!start?.time) return ''
  const until = end?.time && (end.date === start.date ? end.time : end.spoken)
  return [until ? `${start.time} – ${until}` : start.time, start.zone].filter(Boolean).join(' ')
}
