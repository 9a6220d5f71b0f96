import { expect, test } from 'vitest'
import { eventData } from './event-data.ts'

test('of a webhook what stands in data, payload, event and metadata is read too, the first that has it', () => {
  const body = {
    type: 'ORDER_CREATED',
    status: 'paid',
    metadata: { order_id: 'no', customer_email: 'no', note: 'gift' },
    data: { order_id: '7', status: 'no' },
    payload: { customer_email: 'ada@example.com' },
  }
  expect(eventData('webhook', body)).toEqual({
    ...body,
    order_id: '7',
    customer_email: 'ada@example.com',
    note: 'gift',
  })
})

test('of a webhook without such objects it is the body itself', () => {
  const body = { event: 'ORDER_CREATED', data: ['x'], metadata: null }
  expect(eventData('webhook', body)).toBe(body)
})

test('of what came by Kafka it is the whole message', () => {
  const body = { data: { order_id: '7' } }
  expect(eventData('kafka', body)).toBe(body)
})
