import { z } from 'zod'
import type { Wording } from './words.ts'

const isAbsent = (input: unknown) => input === undefined || input === null || input === ''

/** Callers send numbers, strings and booleans for the same field; all are shown. */
export const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: ({ input }) => (isAbsent(input) ? 'is required' : 'must be a text, a number, true or false'),
})

/** A scalar that may be left out, or sent as null, which is the same. */
export const optional = scalar.nullish()

export const required = z.union([z.string().min(1), z.number()], {
  error: ({ input }) => (isAbsent(input) ? 'is required' : 'must be a text or a number'),
})

/** Whom the mail is for and who sends it; the renderer adds both to every template's props. */
export const context = {
  recipient: z
    .looseObject({
      name: z.string().nullish(),
      email: z.string().nullish(),
      /** BCP 47; while the words are English only its region is used, for dates and amounts. */
      locale: z.string().nullish(),
      /** BCP 47, of the words, where they are not English; the renderer adds it. */
      language: z.string().nullish(),
      /** IANA. */
      timezone: z.string().nullish(),
    })
    .nullish(),
  app: z.looseObject({ name: z.string().nullish(), url: z.string().nullish() }).nullish(),
  /** Of the renderer alone, which leaves none of an event's. */
  $wording: z.custom<Wording>().optional(),
}

export const action = z.looseObject({ label: optional, url: z.string().nullish() }).nullish()

export type Recipient = z.infer<typeof context.recipient>
export type App = z.infer<typeof context.app>
