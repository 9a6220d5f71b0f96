import type { RecipientRule, workflows } from '#server/db/schema/workflows.ts'
import { DEFAULT_RETRY } from '#server/delivery/next-step.ts'

type Seed = Omit<typeof workflows.$inferInsert, 'id' | 'createdAt' | 'updatedAt'>

const patient: RecipientRule[] = [
  { kind: 'user', path: 'patient_id' },
  { kind: 'address', path: 'patient_email' },
]
const customer: RecipientRule[] = [
  { kind: 'address', path: 'customer_email' },
  { kind: 'user', path: 'user_id' },
  { kind: 'user', path: 'customer_id' },
]

function seed(
  key: string,
  name: string,
  eventType: string | null,
  category: string,
  recipients: RecipientRule[],
): Seed {
  return {
    key,
    name,
    eventType,
    // What comes by Kafka or `/send-notification` is only recorded, unless a workflow names that source.
    sources: eventType ? ['api', 'webhook', 'sql'] : [],
    category,
    channels: ['email'],
    templateKey: key,
    recipients,
    retry: DEFAULT_RETRY,
  }
}

/** The built-in workflows: made once, then theirs who change them. */
export const workflowSeeds: Seed[] = [
  seed('appointment-created', 'Appointment booked', 'APPOINTMENT_CREATED', 'appointments', patient),
  seed('appointment-updated', 'Appointment changed', 'APPOINTMENT_UPDATED', 'appointments', patient),
  seed('appointment-rescheduled', 'Appointment moved', 'APPOINTMENT_RESCHEDULED', 'appointments', patient),
  seed('appointment-cancelled', 'Appointment cancelled', 'APPOINTMENT_CANCELLED', 'appointments', patient),
  seed('appointment-reminder', 'Appointment reminder', 'APPOINTMENT_REMINDER', 'appointments', patient),
  seed('appointment-completed', 'Appointment completed', 'APPOINTMENT_COMPLETED', 'appointments', patient),
  seed('user-registered', 'User registered', 'USER_REGISTERED', 'transactional', [
    { kind: 'address', path: 'customer_email' },
    { kind: 'address', path: 'email' },
    { kind: 'user', path: 'user_id' },
    { kind: 'user', path: 'customer_id' },
  ]),
  seed('order-created', 'Order received', 'ORDER_CREATED', 'orders', customer),
  seed('payment-status-changed', 'Payment status changed', 'PAYMENT_STATUS_CHANGED', 'orders', customer),
  seed('shipment-delivered', 'Shipment delivered', 'SHIPMENT_DELIVERED', 'orders', customer),
  seed('low-inventory-alert', 'Low inventory', 'LOW_INVENTORY_ALERT', 'orders', [
    { kind: 'address', path: 'admin_email' },
    { kind: 'address', path: 'customer_email' },
    { kind: 'setting', name: 'ALERT_EMAIL' },
  ]),
  // Off: who creates users usually welcomes them too.
  {
    ...seed('user-created', 'User created', 'user.created', 'transactional', [
      { kind: 'user', path: 'user_id' },
    ]),
    templateKey: 'welcome',
    enabled: false,
  },
  seed('welcome', 'Welcome', null, 'transactional', customer),
  seed('notification', 'Generic notification', null, 'transactional', customer),
]
