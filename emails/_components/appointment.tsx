import type { ReactNode } from 'react'
import { Text } from 'react-email'
import { z } from 'zod'
import { Action, Details, Fact, Greeting, Panel, Paragraph } from './blocks.tsx'
import { detail } from './details.ts'
import { Layout } from './layout.tsx'
import type { Moment } from './moment.ts'
import { context, optional, required } from './schema.ts'
import { readSlot, type Slot, timeRange } from './slot.ts'
import { show, word } from './text.ts'
import { font, light, styles, type Tone } from './theme.ts'

/** The whole body of an appointment event; `slot` and `metadata` are the caller's own and shown as they are. */
export const appointmentProps = z.looseObject({
  event_type: optional,
  appointment_id: required,
  patient_id: optional,
  doctor_id: optional,
  slot: z.record(z.string(), z.unknown()).nullish(),
  status: optional,
  metadata: z.record(z.string(), z.unknown()).nullish(),
  ...context,
})

export type AppointmentProps = z.infer<typeof appointmentProps>

/** How one kind of appointment event is told. `heading` gets the start, when it is known. */
export interface AppointmentWords {
  subject: string
  badge: string
  tone: Tone
  heading: (start: string | undefined) => string
  sentence: string
  /** Text of the button to the slot's link; without it the link is listed with the details. */
  action?: string
}

/** @returns e.g. `Appointment booked: Tue 14 Jul, 09:30`, or with the id when no time is known */
export function appointmentSubject(props: AppointmentProps, words: AppointmentWords): string {
  const slot = readSlot(props.slot, props.metadata, props.recipient)
  return `${words.subject}: ${slot.start?.short ?? (slot.startText || show(props.appointment_id, 80))}`
}

export function AppointmentMail({ words, ...props }: AppointmentProps & { words: AppointmentWords }) {
  const { recipient, app } = props
  const slot = readSlot(props.slot, props.metadata, recipient)
  const start = slot.start?.spoken
  const preheader = [
    timeRange(slot) || slot.start?.date || slot.startText,
    slot.location,
    slot.doctor && `with ${slot.doctor}`,
    `Appointment ${show(props.appointment_id, 80)}`,
  ]
  return (
    <Layout
      title={appointmentSubject(props, words)}
      preheader={preheader.filter(Boolean).join(' · ')}
      badge={{ word: words.badge, tone: words.tone }}
      heading={words.heading(start)}
      recipient={recipient}
      app={app}
    >
      <Greeting name={recipient?.name} />
      <Paragraph>{words.sentence}</Paragraph>
      <SlotPanel slot={slot} />
      {words.action ? <Action label={words.action} url={slot.link} /> : null}
      <Details
        rows={[
          ...detail('Status', word(props.status)),
          ...(words.action ? [] : detail('Link', slot.link)),
          ...slot.rest,
          ...detail('Appointment', props.appointment_id),
          ...detail('Doctor ID', props.doctor_id),
          ...detail('Patient ID', props.patient_id),
          ...detail('Event', word(props.event_type)),
        ]}
      />
    </Layout>
  )
}

function SlotPanel({ slot }: { slot: Slot }) {
  const place = [slot.location, slot.doctor && `with ${slot.doctor}`].filter(Boolean).join(' · ')
  const range = timeRange(slot)
  if (!slot.start && !slot.startText && !place) return null
  return (
    <Panel aside={slot.start ? <Leaf start={slot.start} /> : undefined}>
      {slot.start ? <Fact value={range || slot.start.date} note={range ? slot.start.date : ''} /> : null}
      {slot.startText ? <Fact value={slot.startText} /> : null}
      {slot.previous ? <Note className="muted">Previously {slot.previous.full}</Note> : null}
      {place ? <Note className="text">{place}</Note> : null}
    </Panel>
  )
}

function Note({ className, children }: { className: 'text' | 'muted'; children: ReactNode }) {
  const colour = className === 'text' ? light.text : light.muted
  return (
    <Text className={className} style={{ ...styles.value, color: colour, margin: '4px 0 0' }}>
      {children}
    </Text>
  )
}

/** A calendar's leaf: a picture of the date, which the text beside it says in full. */
function Leaf({ start }: { start: Moment }) {
  const cell = { fontFamily: font, textAlign: 'center' as const }
  return (
    <table
      role="presentation"
      aria-hidden="true"
      data-skip-in-text="true"
      className="card"
      border={0}
      cellPadding={0}
      cellSpacing={0}
      width={56}
      style={{
        width: '56px',
        backgroundColor: light.card,
        border: `1px solid ${light.line}`,
        borderRadius: '10px',
        borderCollapse: 'separate',
      }}
    >
      <tbody>
        <tr>
          <td
            className="solid"
            style={{
              ...cell,
              backgroundColor: light.accent,
              color: light.onAccent,
              borderRadius: '9px 9px 0 0',
              fontSize: '11px',
              lineHeight: '18px',
              fontWeight: 600,
            }}
          >
            {start.tile.month}
          </td>
        </tr>
        <tr>
          <td
            className="text"
            style={{ ...cell, color: light.text, fontSize: '22px', lineHeight: '28px', fontWeight: 600 }}
          >
            {start.tile.day}
          </td>
        </tr>
        <tr>
          <td
            className="muted"
            style={{
              ...cell,
              color: light.muted,
              fontSize: '11px',
              lineHeight: '14px',
              paddingBottom: '6px',
            }}
          >
            {start.tile.weekday}
          </td>
        </tr>
      </tbody>
    </table>
  )
}
