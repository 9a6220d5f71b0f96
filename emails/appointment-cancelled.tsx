import {
  AppointmentMail,
  type AppointmentProps,
  type AppointmentWords,
  appointmentProps,
  appointmentSubject,
} from './_components/appointment.tsx'
import { appointmentSample } from './_components/samples.ts'

const words: AppointmentWords = {
  subject: 'Appointment cancelled',
  badge: 'Cancelled',
  tone: 'bad',
  heading: (start) => (start ? `Your appointment on ${start} is cancelled` : 'Your appointment is cancelled'),
  sentence: 'It will not take place. You need not do anything.',
}

export const category = 'appointments'
export const description = 'Tells a patient that an appointment was cancelled.'
export const props = appointmentProps

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, words)
}

export default function AppointmentCancelled(values: AppointmentProps) {
  return <AppointmentMail {...values} words={words} />
}

AppointmentCancelled.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_CANCELLED',
  status: 'cancelled',
  metadata: { reason: 'The practice is closed on that day', cancelled_by: 'practice' },
} satisfies AppointmentProps
