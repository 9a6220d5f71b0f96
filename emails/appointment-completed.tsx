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
  subject: 'Appointment completed: {when}',
  badge: 'Completed',
  heading: 'Your appointment on {start} is complete',
  heading_undated: 'Your appointment is complete',
  sentence: 'Thank you for coming. Here is a record of the visit.',
})

export const category = 'appointments'
export const description = 'Confirms to a patient that an appointment has taken place.'
export const props = appointmentProps
export const facts = appointmentFacts

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, strings)
}

export default function AppointmentCompleted(values: AppointmentProps) {
  return <AppointmentMail {...values} strings={strings} tone="good" />
}

AppointmentCompleted.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_COMPLETED',
  status: 'completed',
} satisfies AppointmentProps
