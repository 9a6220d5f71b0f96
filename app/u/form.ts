import type { RecipientChoices } from '#server/recipients/schemas.ts'

/** Characters of a form: a hundred categories take some 6,000. */
const LONGEST = 20_000

/** What the buttons of the page's form say; `leave`: the category of the mail that the link stood in. */
const buttons = ['save', 'leave', 'unsubscribe', 'resubscribe'] as const
export type Asked = (typeof buttons)[number]

/** The form as it was sent. Anybody may send here: of what is longer than a form of ours nothing is kept. */
export async function formOf(request: Request): Promise<URLSearchParams> {
  let body = ''
  const decoder = new TextDecoder()
  for await (const chunk of request.body ?? []) {
    body += decoder.decode(chunk, { stream: true })
    if (body.length > LONGEST) return new URLSearchParams()
  }
  return new URLSearchParams(body)
}

export const askedFor = (word: string | null | undefined): Asked | null =>
  buttons.find((one) => one === word) ?? null

/** How the form names a switch: `email:product`, or `email:` for the whole channel. */
export const switchName = (channel: string, category: string | null): string => `${channel}:${category ?? ''}`

/**
 * What the person changed: a switch that was sent as it had been shown is not named, so that what somebody else changed
 * meanwhile stays. `shown` lists the switches of the page, `was` those of them that were on, `on` those that are now.
 */
export function choicesIn(form: URLSearchParams): RecipientChoices {
  const was = new Set(form.getAll('was'))
  const on = new Set(form.getAll('on'))
  const changed = [...new Set(form.getAll('shown'))].filter((name) => was.has(name) !== on.has(name))
  const leavesAll = askedFor(form.get('do')) === 'unsubscribe'
  const switches = changed.flatMap((name) => {
    const colon = name.indexOf(':')
    const one = { channel: name.slice(0, colon), key: name.slice(colon + 1), on: on.has(name) }
    // The button is the later word; one category switched on would be the way back (`saveChoices`).
    return leavesAll && one.on && one.channel === 'email' ? [] : [one]
  })
  const channels = switches.filter(({ key }) => key === '').map((one) => [one.channel, one.on])
  // What is none of ours is refused by the verb's schema, which names it.
  return {
    ...(channels.length > 0 && { channels: Object.fromEntries(channels) }),
    categories: switches.filter(({ key }) => key !== '') as NonNullable<RecipientChoices['categories']>,
    ...(form.has('quiet_shown') && changedQuietHours(form)),
    ...changedText(form, 'language'),
    ...changedText(form, 'timezone'),
  }
}

function changedQuietHours(form: URLSearchParams): Pick<RecipientChoices, 'quietHours'> {
  const quietHours = form.has('quiet')
    ? { start: timeIn(form, 'quiet_start'), end: timeIn(form, 'quiet_end') }
    : null
  const now = quietHours ? `${quietHours.start}-${quietHours.end}` : ''
  return now === form.get('quiet_shown') ? {} : { quietHours }
}

/** Some browsers send seconds. */
const timeIn = (form: URLSearchParams, field: string): string =>
  (form.get(field) ?? '').replace(/^(\d\d:\d\d):00$/, '$1')

function changedText<F extends 'language' | 'timezone'>(
  form: URLSearchParams,
  field: F,
): Partial<Record<F, string | null>> {
  const sent = form.get(field)
  if (sent === null || sent === form.get(`${field}_was`)) return {}
  return { [field]: sent === '' ? null : sent } as Partial<Record<F, string | null>>
}
