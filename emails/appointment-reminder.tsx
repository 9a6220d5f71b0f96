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
  subject: 'Reminder: {when}',
  badge: 'Reminder',
  heading: 'Your appointment is on {start}',
  heading_undated: 'Your appointment is coming up',
  sentence: 'A short reminder, so that it does not slip your mind.',
  action: 'View the appointment',
})

export const category = 'appointments'
export const description = 'Reminds a patient of an appointment that is coming.'
export const props = appointmentProps
export const facts = appointmentFacts

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, strings)
}

export default function AppointmentReminder(values: AppointmentProps) {
  return <AppointmentMail {...values} strings={strings} tone="accent" />
}

AppointmentReminder.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_REMINDER',
  status: 'confirmed',
} satisfies AppointmentProps
