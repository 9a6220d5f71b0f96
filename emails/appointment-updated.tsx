import {
  AppointmentMail,
  type AppointmentProps,
  type AppointmentWords,
  appointmentProps,
  appointmentSubject,
} from './_components/appointment.tsx'
import { appointmentSample } from './_components/samples.ts'

const words: AppointmentWords = {
  subject: 'Appointment updated',
  badge: 'Updated',
  tone: 'accent',
  heading: (start) => (start ? `Your appointment on ${start} was updated` : 'Your appointment was updated'),
  sentence: 'Some of its details have changed. This is how it stands now.',
  action: 'View the appointment',
}

export const category = 'appointments'
export const description = 'Tells a patient that the details of an appointment have changed.'
export const props = appointmentProps

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, words)
}

export default function AppointmentUpdated(values: AppointmentProps) {
  return <AppointmentMail {...values} words={words} />
}

AppointmentUpdated.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_UPDATED',
  status: 'updated',
  metadata: { doctor_name: 'Dr Hanna Weber', note: 'Please bring your last blood results' },
} satisfies AppointmentProps
