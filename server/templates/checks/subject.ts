import type { Problem } from '../problem.ts'
import type { CheckDefinition } from './definition.ts'

/** A phone's list shows some 40 characters, a desktop's some 70. */
const LONG = 70
const PREHEADER_LONG = 150

/** What a reader sees in the list of mails. */
export const subject: CheckDefinition = {
  id: 'subject',
  title: 'The subject and the preheader are there, and fit',
  find: ({ locales }) => {
    const problems = locales.flatMap(({ locale, source, mails }): Problem[] => {
      const isOwn = source.subject !== null
      const found: Problem[] = []
      if (isOwn && source.subject?.trim() === '') {
        found.push({
          severity: 'error',
          message: 'The subject is empty',
          locale,
          where: { field: 'subject' },
        })
      } else {
        const blank = mails.find((mail) => mail.subject.trim() === '')
        if (blank) {
          const of = blank.fixture === null ? '' : ` for the fixture “${blank.fixture}”`
          const how = `${of}${blank.label && ` ${blank.label}`}`
          found.push({
            severity: 'error',
            message: `The subject is empty${how}`,
            locale,
            where: { field: 'subject' },
          })
        }
        const [first] = mails
        if (first && [...first.subject].length > LONG) {
          found.push({
            severity: 'warning',
            message: `The subject has ${[...first.subject].length} characters; most readers see the first ${LONG} at most`,
            locale,
            where: { field: 'subject' },
          })
        }
      }
      if ('preheader' in source) {
        const length = source.preheader.trim().length
        const where = { field: 'preheader' as const }
        if (length === 0) {
          found.push({
            severity: 'warning',
            message: 'There is no preheader: mail programs show the mail’s first words beside the subject',
            locale,
            where,
          })
        } else if (length > PREHEADER_LONG) {
          found.push({
            severity: 'warning',
            message: `The preheader has ${length} characters; ${PREHEADER_LONG} at most are shown`,
            locale,
            where,
          })
        }
      }
      return found
    })
    return { problems }
  },
}
