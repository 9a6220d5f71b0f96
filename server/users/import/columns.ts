import { badInput } from '#server/parse.ts'
import { type ImportField, importFieldNames } from './schemas.ts'

/** How other systems, English and German, call what a column may fill; compared without case, spaces and signs. */
const names: Record<ImportField, readonly string[]> = {
  email_address: ['email', 'mail', 'emailaddress', 'primaryemail', 'emailadresse'],
  external_id: [
    ...['externalid', 'id', 'userid', 'customerid', 'patientid', 'uid', 'customernumber'],
    ...['kundennummer', 'kundenid', 'benutzerid', 'patientennummer'],
  ],
  name: ['name', 'fullname', 'displayname', 'customername'],
  phone_number: [
    'phone',
    'phonenumber',
    'telephone',
    'tel',
    'mobile',
    'mobilenumber',
    'telefon',
    'telefonnummer',
  ],
  preferred_language: ['language', 'preferredlanguage', 'lang', 'locale', 'sprache'],
  timezone: ['timezone', 'tz', 'zone', 'zeitzone'],
  email_enabled: ['emailenabled', 'emailon'],
  push_enabled: ['pushenabled', 'pushon'],
  quiet_hours_start: ['quiethoursstart', 'quietfrom'],
  quiet_hours_end: ['quiethoursend', 'quietto'],
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** Which field each column most likely fills; each field at most once, by the first column that has its name. */
export function guessMapping(columns: readonly string[]): Record<string, ImportField> {
  const mapping: Record<string, ImportField> = {}
  for (const field of importFieldNames) {
    const column = columns.find((one) => !Object.hasOwn(mapping, one) && names[field].includes(plain(one)))
    if (column !== undefined) mapping[column] = field
  }
  return mapping
}

/** The sign that the first line is divided by: the one of comma, semicolon, tab and bar that stands most often in it. */
export function guessDelimiter(firstLine: string): string {
  const outside = firstLine.replaceAll(/"(?:[^"]|"")*"/g, '')
  const counts = [',', ';', '\t', '|'].map((sign) => ({ sign, count: outside.split(sign).length }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign
}

/**
 * A mapping (column → field) as rows are read by it. Throws `bad_input` unless it names columns of the file, each field
 * once, and something to know users by.
 */
export function checkMapping(
  columns: readonly string[],
  mapping: Readonly<Record<string, ImportField>>,
): ReadonlyMap<string, ImportField> {
  const seen = new Map<ImportField, string>()
  for (const [column, field] of Object.entries(mapping)) {
    if (!columns.includes(column)) {
      throw badInput([{ path: `mapping.${column}`, message: 'is not a column of the file' }])
    }
    const other = seen.get(field)
    if (other !== undefined) {
      throw badInput([{ path: `mapping.${column}`, message: `fills ${field}, as “${other}” does` }])
    }
    seen.set(field, column)
  }
  if (!seen.has('email_address') && !seen.has('external_id')) {
    const message = 'must name a column for email_address or external_id: by these users are known'
    throw badInput([{ path: 'mapping', message }])
  }
  return new Map(Object.entries(mapping))
}
