import type { z } from 'zod'
import type { notification } from './schemas.ts'

// One order and what became of it, as the description shows it.

export const exampleEvent = {
  type: 'ORDER_CREATED',
  data: { order_id: '123', order_total: 599, customer_email: 'user@example.com' },
}

export const exampleAccepted = {
  notification_id: '0198f3c2-6b1e-7c44-9a51-2f0d8e7a1b33',
  status: 'PENDING',
  trace_id: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736',
}

export const exampleListed = {
  ...exampleAccepted,
  type: exampleEvent.type,
  source: 'api',
  status: 'SENT',
  status_reason: null,
  user_id: null,
  order_id: '123',
  correlation_id: null,
  payload: exampleEvent,
  created_at: '2026-11-21T09:30:00.000Z',
  sent_at: '2026-11-21T09:30:00.412Z',
  error_message: null,
}

export const exampleNotification: z.input<typeof notification> = {
  ...exampleListed,
  deliveries: [
    {
      delivery_id: '0198f3c2-6b6a-7d10-8f0e-51c1b6a0e4d2',
      channel: 'email',
      address: 'user@example.com',
      provider: 'smtp',
      status: 'SENT',
      reason: null,
      due_at: '2026-11-21T09:30:00.031Z',
      template_key: 'order-created',
      version: 1,
      locale: 'en',
      attempts: [
        {
          started_at: '2026-11-21T09:30:00.105Z',
          duration_ms: 307,
          outcome: 'sent',
          provider_id: '<0198f3c2-6b6a-7d10-8f0e-51c1b6a0e4d2@shop.example>',
          error: null,
        },
      ],
    },
  ],
}

/** The same as callers of the audit log read it. */
export const exampleOfOrder = {
  notification_id: exampleAccepted.notification_id,
  customer_id: '77',
  runner_id: null,
  order_id: '123',
  event: { event_type: 'ORDER_PAID', orderId: 123, customerId: 77 },
  status: 'RECORDED',
  created_at: exampleListed.created_at,
  source_topic: 'order-events',
  event_type: 'ORDER_PAID',
  correlation_id: null,
  source_service: 'order',
}
