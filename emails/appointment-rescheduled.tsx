import {
  AppointmentMail,
  type AppointmentProps,
  appointmentFacts,
  appointmentProps,
  appointmentStrings,
  appointmentSubject,
} from './_components/appointment.tsx'
import { appointmentSample } from './_components/samples.ts'

export const strings = appointmentStrings({
  subject: 'Appointment moved: {when}',
  badge: 'New time',
  heading: 'Your appointment is now on {start}',
  heading_undated: 'Your appointment has a new time',
  sentence: 'It was moved to another time. Please change it in your calendar.',
  action: 'View the appointment',
})

export const category = 'appointments'
export const description = 'Tells a patient that an appointment has another time.'
export const props = appointmentProps
export const facts = appointmentFacts

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, strings)
}

export default function AppointmentRescheduled(values: AppointmentProps) {
  return <AppointmentMail {...values} strings={strings} tone="warn" />
}

AppointmentRescheduled.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_RESCHEDULED',
  status: 'rescheduled',
  metadata: { previous_start: '2026-07-09T15:00:00+02:00', reason: 'Dr Weber is at a conference' },
} satisfies AppointmentProps
