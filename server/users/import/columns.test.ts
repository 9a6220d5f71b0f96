import { expect, test } from 'vitest'
import { guessMapping } from './columns.ts'

test('columns are known by the names that they have in English and in German', () => {
  expect(guessMapping(['E-Mail', 'Full Name', 'Number', 'Time Zone'])).toEqual({
    'E-Mail': 'email_address',
    'Full Name': 'name',
    'Time Zone': 'timezone',
  })
  expect(guessMapping(['Kundennummer', 'E-Mail-Adresse', 'Telefon', 'Sprache', 'Zeitzone', 'Notiz'])).toEqual(
    {
      Kundennummer: 'external_id',
      'E-Mail-Adresse': 'email_address',
      Telefon: 'phone_number',
      Sprache: 'preferred_language',
      Zeitzone: 'timezone',
    },
  )
})
