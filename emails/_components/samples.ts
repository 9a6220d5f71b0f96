import type { App, Recipient } from './schema.ts'

/** What React Email's preview shows; the fields are those of the contract, the people are invented. */
export const app = { name: 'Posthorn', url: 'https://posthorn.example' } satisfies App

export const recipient = {
  name: 'Anna Lindqvist',
  email: 'anna.lindqvist@example.com',
  locale: 'en-GB',
  timezone: 'Europe/Berlin',
} satisfies Recipient

export const appointmentSample = {
  appointment_id: 'A123',
  patient_id: 'P9',
  doctor_id: 'D7',
  slot: {
    start: '2026-07-14T09:30:00+02:00',
    end: '2026-07-14T10:00:00+02:00',
    location: 'Lindenstraße 12, 10969 Berlin',
    room: '2.04',
  },
  metadata: {
    doctor_name: 'Dr Hanna Weber',
    appointment_url: 'https://clinic.example/appointments/A123',
    insurance: { provider: 'Nordkasse', number: 'NK-448-201' },
    bring: ['Insurance card', 'Referral letter'],
  },
  recipient,
  app,
}
