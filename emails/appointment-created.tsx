import {
  AppointmentMail,
  type AppointmentProps,
  type AppointmentWords,
  appointmentProps,
  appointmentSubject,
} from './_components/appointment.tsx'
import { appointmentSample } from './_components/samples.ts'

const words: AppointmentWords = {
  subject: 'Appointment booked',
  badge: 'Booked',
  tone: 'good',
  heading: (start) => (start ? `Your appointment is on ${start}` : 'Your appointment is booked'),
  sentence: 'We have booked it for you. These are the details to keep.',
  action: 'View the appointment',
}

export const category = 'appointments'
export const description = 'Tells a patient that an appointment was made.'
export const props = appointmentProps

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, words)
}

export default function AppointmentCreated(values: AppointmentProps) {
  return <AppointmentMail {...values} words={words} />
}

AppointmentCreated.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_CREATED',
  status: 'confirmed',
} satisfies AppointmentProps
