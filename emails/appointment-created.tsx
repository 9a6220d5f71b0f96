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
  subject: 'Appointment booked: {when}',
  badge: 'Booked',
  heading: 'Your appointment is on {start}',
  heading_undated: 'Your appointment is booked',
  sentence: 'We have booked it for you. These are the details to keep.',
  action: 'View the appointment',
})

export const category = 'appointments'
export const description = 'Tells a patient that an appointment was made.'
export const props = appointmentProps
export const facts = appointmentFacts

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, strings)
}

export default function AppointmentCreated(values: AppointmentProps) {
  return <AppointmentMail {...values} strings={strings} tone="good" />
}

AppointmentCreated.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_CREATED',
  status: 'confirmed',
} satisfies AppointmentProps
