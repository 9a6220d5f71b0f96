import { expect, it } from 'vitest'
import { addressBesideChannel, shownAddress } from './shown-address.ts'

it('names a push endpoint by its host, and leaves an e-mail as it is', () => {
  const endpoint = 'https://fcm.googleapis.com/fcm/send/abc:def'
  expect(shownAddress(endpoint)).toBe('push at fcm.googleapis.com')
  expect(addressBesideChannel(endpoint)).toBe('fcm.googleapis.com')
  expect(shownAddress('ada@example.com')).toBe('ada@example.com')
  expect(addressBesideChannel('')).toBe('')
})
