import { describe, expect, test } from 'vitest'
import { type Given, planned, template } from '#server/testing/planning.ts'

const settings = { alertEmail: null, allowTo: null, defaultLocale: 'en', defaultTimezone: 'UTC' }

describe('a template asked for by its key', () => {
  const asked = (changes: object = {}, given: Given = {}) =>
    planned({
      workflow: null,
      data: { customer_email: 'other@example.com' },
      notification: {
        eventType: 'WELCOME',
        request: {
          user: 'P9',
          channels: ['email'],
          templateKey: 'WELCOME',
          category: null,
          template: { ...template, version: 3, category: 'product' },
          ...changes,
        },
      },
      ...given,
    })

  test('goes to that user, without a workflow, in its template’s category or the one that was named', () => {
    expect(asked()).toMatchObject({
      workflowId: null,
      workflowVersion: null,
      userId: 'ada-id',
      decisions: [
        {
          status: 'QUEUED',
          address: 'ada@example.com',
          userId: 'ada-id',
          templateKey: 'WELCOME',
          templateVersion: 3,
          category: 'product',
          locale: 'de',
          sender: null,
        },
      ],
    })
    expect(asked({ category: 'marketing' })).toMatchObject({ decisions: [{ category: 'marketing' }] })
  })

  test('is withheld where the user has no address or subscription', () => {
    expect(asked({ channels: ['email', 'push'] })).toMatchObject({
      decisions: [
        { channel: 'email', status: 'QUEUED' },
        { channel: 'push', status: 'WITHHELD', reason: 'no_address', address: '' },
      ],
    })
    expect(asked({ channels: ['push', 'email'] }, { user: { email: null } })).toMatchObject({
      userId: 'ada-id',
      decisions: [
        { channel: 'push', status: 'WITHHELD' },
        { channel: 'email', status: 'WITHHELD', reason: 'no_address' },
      ],
    })
    expect(
      asked({ channels: ['push'] }, { user: { pushEndpoints: ['https://a', 'https://b'] } }),
    ).toMatchObject({
      decisions: [
        { status: 'QUEUED', address: 'https://a' },
        { status: 'QUEUED', address: 'https://b' },
      ],
    })
  })

  test('fails when the template or the user is gone by now', () => {
    expect(asked({ template: null })).toMatchObject({ kind: 'failed', reason: 'no_template' })
    expect(asked({ user: 'P10' })).toMatchObject({ kind: 'failed', reason: 'no_user' })
  })

  test('obeys EMAIL_ALLOW_TO', () => {
    expect(asked({}, { settings: { ...settings, allowTo: ['@other.org'] } })).toMatchObject({
      decisions: [{ status: 'WITHHELD', reason: 'not_allowed' }],
    })
  })
})
