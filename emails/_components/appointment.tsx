import type { ReactNode } from 'react'
import { Text } from 'react-email'
import { z } from 'zod'
import {
  Action,
  actionStrings,
  Details,
  Fact,
  Greeting,
  greetingStrings,
  Panel,
  Paragraph,
} from './blocks.tsx'
import { detail } from './details.ts'
import { Layout, layoutStrings } from './layout.tsx'
import type { Moment } from './moment.ts'
import { context, optional, required } from './schema.ts'
import { readSlot, type Slot, timeRange } from './slot.ts'
import { show, word } from './text.ts'
import { font, light, styles, type Tone } from './theme.ts'
import { fill, pieces, type Strings, subjectOf, words } from './words.ts'

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

const shared = {
  ...greetingStrings,
  ...actionStrings,
  with_doctor: 'with {doctor}',
  preheader: 'Appointment {appointment}',
  previously: 'Previously {previous}',
  label_status: 'Status',
  label_link: 'Link',
  label_appointment: 'Appointment',
  label_doctor: 'Doctor ID',
  label_patient: 'Patient ID',
  label_event: 'Event',
  ...layoutStrings,
} satisfies Strings

/** How one kind of appointment event is told. */
interface OwnStrings {
  subject: string
  badge: string
  /** With the start, and without it where it is not known. */
  heading: string
  heading_undated: string
  sentence: string
  /** Text of the button to the slot's link; without it the link is listed with the details. */
  action?: string
}

export const appointmentStrings = <Own extends OwnStrings>(own: Own): Own & typeof shared => ({
  ...own,
  ...shared,
})

type AppointmentStrings = OwnStrings & typeof shared

/** `when`: e.g. `Tue 14 Jul, 09:30`, or the id when no time is known. `start`: `Tuesday, 14 July at 09:30`. */
export function appointmentFacts(props: AppointmentProps) {
  const slot = readSlot(props.slot, props.metadata, props.recipient)
  const appointment = show(props.appointment_id, 80)
  return {
    when: slot.start?.short ?? (slot.startText || appointment),
    start: slot.start?.spoken ?? '',
    appointment,
    doctor: slot.doctor,
    location: slot.location,
  }
}

/** @returns e.g. `Appointment booked: Tue 14 Jul, 09:30` */
export function appointmentSubject(props: AppointmentProps, strings: OwnStrings & Strings): string {
  return subjectOf(props, words(strings, props).subject, appointmentFacts(props))
}

interface AppointmentMailProps extends AppointmentProps {
  strings: AppointmentStrings & Strings
  tone: Tone
}

export function AppointmentMail({ strings, tone, ...props }: AppointmentMailProps) {
  const { recipient, app } = props
  const slot = readSlot(props.slot, props.metadata, recipient)
  const say = words(strings, props)
  const facts = appointmentFacts(props)
  const preheader = [
    timeRange(slot) || slot.start?.date || slot.startText,
    slot.location,
    slot.doctor && fill(say.with_doctor, facts),
    fill(say.preheader, facts),
  ]
  return (
    <Layout
      title={appointmentSubject(props, strings)}
      preheader={preheader.filter(Boolean).join(' · ')}
      badge={{ word: say.badge, tone }}
      heading={fill(facts.start ? say.heading : say.heading_undated, facts)}
      recipient={recipient}
      app={app}
      say={say}
    >
      <Greeting name={recipient?.name} say={say} />
      <Paragraph>{fill(say.sentence, facts)}</Paragraph>
      <SlotPanel slot={slot} say={say} />
      {say.action ? <Action label={say.action} url={slot.link} say={say} /> : null}
      <Details
        rows={[
          ...detail(say.label_status, word(props.status)),
          ...(say.action ? [] : detail(say.label_link, slot.link)),
          ...slot.rest,
          ...detail(say.label_appointment, props.appointment_id),
          ...detail(say.label_doctor, props.doctor_id),
          ...detail(say.label_patient, props.patient_id),
          ...detail(say.label_event, word(props.event_type)),
        ]}
      />
    </Layout>
  )
}

function SlotPanel({ slot, say }: { slot: Slot; say: typeof shared }) {
  const { doctor } = slot
  const place = [slot.location, doctor && fill(say.with_doctor, { doctor })].filter(Boolean).join(' · ')
  const range = timeRange(slot)
  if (!slot.start && !slot.startText && !place) return null
  return (
    <Panel aside={slot.start ? <Leaf start={slot.start} /> : undefined}>
      {slot.start ? <Fact value={range || slot.start.date} note={range ? slot.start.date : ''} /> : null}
      {slot.startText ? <Fact value={slot.startText} /> : null}
      {slot.previous ? (
        <Note className="muted">{pieces(say.previously, { previous: slot.previous.full })}</Note>
      ) : null}
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
