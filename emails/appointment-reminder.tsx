import {
  AppointmentMail,
  type AppointmentProps,
  type AppointmentWords,
  appointmentProps,
  appointmentSubject,
} from './_components/appointment.tsx'
import { appointmentSample } from './_components/samples.ts'

const words: AppointmentWords = {
  subject: 'Reminder',
  badge: 'Reminder',
  tone: 'accent',
  heading: (start) => (start ? `Your appointment is on ${start}` : 'Your appointment is coming up'),
  sentence: 'A short reminder, so that it does not slip your mind.',
  action: 'View the appointment',
}

export const category = 'appointments'
export const description = 'Reminds a patient of an appointment that is coming.'
export const props = appointmentProps

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, words)
}

export default function AppointmentReminder(values: AppointmentProps) {
  return <AppointmentMail {...values} words={words} />
}

AppointmentReminder.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_REMINDER',
  status: 'confirmed',
} satisfies AppointmentProps
