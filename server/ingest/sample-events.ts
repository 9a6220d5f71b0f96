/** Examples for *Send a test event*: what a caller of each built-in type would send. The recipient is the reader's. */
const appointment = {
  appointment_id: 'A123',
  patient_id: 'P9',
  patient_email: 'you@example.com',
  doctor_id: 'D7',
  slot: { start: '2027-01-14T09:30:00+01:00', end: '2027-01-14T10:00:00+01:00', location: 'Room 12' },
}

const samples: Readonly<Record<string, Record<string, unknown>>> = {
  APPOINTMENT_CREATED: { ...appointment, status: 'created' },
  APPOINTMENT_UPDATED: { ...appointment, status: 'updated' },
  APPOINTMENT_RESCHEDULED: { ...appointment, status: 'rescheduled' },
  APPOINTMENT_CANCELLED: { ...appointment, status: 'cancelled' },
  APPOINTMENT_REMINDER: { ...appointment, status: 'confirmed' },
  APPOINTMENT_COMPLETED: { ...appointment, status: 'completed' },
  USER_REGISTERED: { customer_email: 'you@example.com', user_id: 'U42', name: 'Ada Lovelace' },
  ORDER_CREATED: {
    customer_email: 'you@example.com',
    order_id: '123',
    order_total: 599,
    currency: 'EUR',
    items: [
      { name: 'Walnut desk', quantity: 1, price: 549 },
      { name: 'Cable tray', quantity: 2, price: 25 },
    ],
  },
  PAYMENT_STATUS_CHANGED: {
    customer_email: 'you@example.com',
    order_id: '123',
    payment_id: 'PAY-77',
    status: 'paid',
    amount: 599,
    currency: 'EUR',
  },
  SHIPMENT_DELIVERED: {
    customer_email: 'you@example.com',
    order_id: '123',
    shipment_id: 'S-9',
    tracking_number: '00340434161094042557',
    carrier: 'DHL',
    delivered_at: '2027-01-15T14:02:00+01:00',
  },
  LOW_INVENTORY_ALERT: {
    admin_email: 'you@example.com',
    sku: 'DESK-WAL',
    product_name: 'Walnut desk',
    quantity: 3,
    threshold: 5,
  },
}

/** Example data of an event type; for a type that is not built in, just the recipient. */
export const sampleData = (eventType: string): Record<string, unknown> =>
  samples[eventType] ?? { customer_email: 'you@example.com' }
