/** The topics of the audit log that is being replaced (contract: K), with both spellings. */
export const sampleTopics = [
  ...['order-events', 'order_events', 'payment-events', 'payment_events', 'user-events', 'user_events'],
  ...['escrow-events', 'scheduler-events', 'saga-events', 'notification-events'],
]

export interface SampleMessage {
  /** What it shows. */
  kind: string
  value: Buffer | null
  headers?: Record<string, string>
}

const json = (kind: string, body: object, headers?: Record<string, string>): SampleMessage => ({
  kind,
  value: Buffer.from(JSON.stringify(body)),
  ...(headers && { headers }),
})

const text = (kind: string, value: string): SampleMessage => ({ kind, value: Buffer.from(value) })

/** One message of each kind that producers send, and of each kind that they should not; all of one order. */
export function sampleMessages(orderId: string): SampleMessage[] {
  return [
    json('snake_case', {
      ...{ event_type: 'ORDER_PLACED', order_id: orderId, customer_id: 'C1', runner_id: 'R1' },
      ...{ correlation_id: 'corr-1', source_service: 'orders', status: 'placed' },
    }),
    json('camelCase', {
      ...{ eventType: 'ORDER_PAID', orderId, userId: 'C1', courierId: 'R1' },
      ...{ requestId: 'corr-1', sourceService: 'payments' },
    }),
    json('kebab-case', {
      'event-name': 'ORDER_PICKED',
      'order-id': orderId,
      'client-id': 'C1',
      'driver-id': 'R1',
    }),
    json('PascalCase', { EventType: 'ORDER_SENT', OrderId: orderId, BuyerId: 'C1', SagaId: 'corr-1' }),
    json('other names', { action: 'ORDER_SEEN', order: orderId, patient_id: 'C1', producer: 'shop' }),
    json('inside data', { type: 'ORDER_PACKED', data: { order_id: orderId, customer_id: 'C1' } }),
    json('inside payload', { name: 'ORDER_SHIPPED', payload: { orderId, customerId: 'C1' } }),
    json('inside event', { event: { type: 'ORDER_DELIVERED', 'order-id': orderId, 'customer-id': 'C1' } }),
    json('inside metadata', { event: 'ORDER_RATED', metadata: { OrderId: orderId, CustomerId: 'C1' } }),
    json('the order as an object', { event_type: 'ORDER_CHANGED', order: { id: orderId, total: 59.9 } }),
    json(
      'ids in headers',
      { event_type: 'ORDER_CLOSED', order_id: orderId },
      {
        ...{ 'correlation-id': 'corr-1', source: 'closing-service' },
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
    ),
    text('no JSON', 'ORDER_PLACED;1;59.90'),
    text('a list', '[{"event_type":"ORDER_PLACED"}]'),
    text('a NUL', '{"event_type":"ORDER_PLACED","note":"\\u0000"}'),
    text('a name that is not allowed', '{"event_type":"ORDER_PLACED","__proto__":{"admin":true}}'),
    text('too deep', `{"event_type":"ORDER_PLACED","deep":${'['.repeat(100)}${']'.repeat(100)}}`),
    { kind: 'no UTF-8', value: Buffer.from([0xff, 0xfe, 0x00, 0x7b]) },
    { kind: 'a tombstone', value: null },
  ]
}
