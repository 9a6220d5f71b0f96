import type { WorkflowDefinition } from '#server/workflows/schemas.ts'

/** A workflow that was just begun: whoever the event names, by e-mail, with the usual retries. */
export const emptyDefinition = (
  begun: Pick<WorkflowDefinition, 'name' | 'eventType' | 'templateKey' | 'category'>,
): WorkflowDefinition => ({
  ...begun,
  description: null,
  sources: ['api', 'webhook'],
  channels: ['email'],
  recipients: [
    { kind: 'address', path: 'customer_email' },
    { kind: 'user', path: 'user_id' },
  ],
  ...{ sender: null, replyTo: null },
  // After 5, 10 and 20 minutes.
  retry: { delaysS: [300, 600, 1200], onUnknown: 'ask' },
  critical: false,
  ...{ conditions: null, delayS: null, throttle: null, duplicates: null, digest: null },
  ...{ fallback: null, push: null },
})
