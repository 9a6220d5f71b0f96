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
  subject: 'Appointment updated: {when}',
  badge: 'Updated',
  heading: 'Your appointment on {start} was updated',
  heading_undated: 'Your appointment was updated',
  sentence: 'Some of its details have changed. This is how it stands now.',
  action: 'View the appointment',
})

export const category = 'appointments'
export const description = 'Tells a patient that the details of an appointment have changed.'
export const props = appointmentProps
export const facts = appointmentFacts

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, strings)
}

export default function AppointmentUpdated(values: AppointmentProps) {
  return <AppointmentMail {...values} strings={strings} tone="accent" />
}

AppointmentUpdated.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_UPDATED',
  status: 'updated',
  metadata: { doctor_name: 'Dr Hanna Weber', note: 'Please bring your last blood results' },
} satisfies AppointmentProps
