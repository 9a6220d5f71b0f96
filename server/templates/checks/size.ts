import type { CheckDefinition } from './definition.ts'

/** Gmail cuts a mail's HTML after 102 KB and hides the rest, the link to unsubscribe too (support.google.com/mail). */
const CUT = 102 * 1024
const NEAR = 90 * 1024

const inKb = (bytes: number) => `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KB`

/** Gmail shows the mail whole. */
export const size: CheckDefinition = {
  id: 'size',
  title: 'Gmail shows the mail whole',
  find: ({ locales }) => {
    const largest = locales.flatMap(({ locale, mails }) => {
      const [first] = mails
        .map((mail) => ({ locale, mail, bytes: Buffer.byteLength(mail.html) }))
        .toSorted((a, b) => b.bytes - a.bytes)
      return first ? [first] : []
    })
    if (largest.length === 0) return { problems: [], skipped: 'There is no mail to weigh.' }
    return {
      problems: largest
        .filter(({ bytes }) => bytes > NEAR)
        .map(({ locale, mail, bytes }) => {
          const of =
            mail.fixture === null
              ? ''
              : ` with the fixture “${mail.fixture}”${mail.label && ` ${mail.label}`}`
          return {
            severity: bytes > CUT ? 'error' : 'warning',
            message:
              bytes > CUT
                ? `The HTML has ${inKb(bytes)}${of}: Gmail cuts it after 102 KB`
                : `The HTML has ${inKb(bytes)}${of}; Gmail cuts it after 102 KB`,
            locale,
            ...(mail.fixture !== null && { where: { field: 'fixture' as const, name: mail.fixture } }),
          }
        }),
      detail: largest.map(({ locale, bytes }) => `${locale}: ${inKb(bytes)} at most`).join(', '),
    }
  },
}
