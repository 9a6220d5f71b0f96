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
  subject: 'Appointment cancelled: {when}',
  badge: 'Cancelled',
  heading: 'Your appointment on {start} is cancelled',
  heading_undated: 'Your appointment is cancelled',
  sentence: 'It will not take place. You need not do anything.',
})

export const category = 'appointments'
export const description = 'Tells a patient that an appointment was cancelled.'
export const props = appointmentProps
export const facts = appointmentFacts

export function subject(values: AppointmentProps): string {
  return appointmentSubject(values, strings)
}

export default function AppointmentCancelled(values: AppointmentProps) {
  return <AppointmentMail {...values} strings={strings} tone="bad" />
}

AppointmentCancelled.PreviewProps = {
  ...appointmentSample,
  event_type: 'APPOINTMENT_CANCELLED',
  status: 'cancelled',
  metadata: { reason: 'The practice is closed on that day', cancelled_by: 'practice' },
} satisfies AppointmentProps
