import {
  AppointmentMail,
  type AppointmentProps,
  type AppointmentWords,
  appointmentProps,
  appointmentSubject,
} from './_components/appointment.tsx'
import { appointmentSample } from './_components/samples.ts'

const words: AppointmentWords = {
  subject: 'Appointment moved',
  badge: 'New time',
  tone: 'warn',
  heading: (start) => (start ? `Your appointment is now on ${start}` : 'Your appointment has a new time'),
  sentence: 'It was moved to another time. Please change it in your calendar.',
  action: 'View the appointment',
}

export const category = 'appointments'
export const description = 'Tells a patient that an appointment has another time.'
export const props = appointmentProps

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, words)
}

export default function AppointmentRescheduled(values: AppointmentProps) {
  return <AppointmentMail {...values} words={words} />
}

AppointmentRescheduled.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_RESCHEDULED',
  status: 'rescheduled',
  metadata: { previous_start: '2026-07-09T15:00:00+02:00', reason: 'Dr Weber is at a conference' },
} satisfies AppointmentProps
