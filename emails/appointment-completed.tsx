import {
  AppointmentMail,
  type AppointmentProps,
  type AppointmentWords,
  appointmentProps,
  appointmentSubject,
} from './_components/appointment.tsx'
import { appointmentSample } from './_components/samples.ts'

const words: AppointmentWords = {
  subject: 'Appointment completed',
  badge: 'Completed',
  tone: 'good',
  heading: (start) => (start ? `Your appointment on ${start} is complete` : 'Your appointment is complete'),
  sentence: 'Thank you for coming. Here is a record of the visit.',
}

export const category = 'appointments'
export const description = 'Confirms to a patient that an appointment has taken place.'
export const props = appointmentProps

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, words)
}

export default function AppointmentCompleted(values: AppointmentProps) {
  return <AppointmentMail {...values} words={words} />
}

AppointmentCompleted.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_COMPLETED',
  status: 'completed',
} satisfies AppointmentProps
