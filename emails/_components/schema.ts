import { z } from 'zod'

/** Callers send numbers, strings and booleans for the same field; all are shown. */
export const scalar = z.union([z.string(), z.number(), z.boolean()])

/** A scalar that may be left out, or sent as null, which is the same. */
export const optional = scalar.nullish()

export const required = z.union([z.string().min(1), z.number()])

/** Whom the mail is for and who sends it; the renderer adds both to every template's props. */
export const context = {
  recipient: z
    .looseObject({
      name: z.string().nullish(),
      email: z.string().nullish(),
      /** BCP 47; only its region is used, for dates and amounts, since the words are English. */
      locale: z.string().nullish(),
      /** IANA. */
      timezone: z.string().nullish(),
    })
    .nullish(),
  app: z.looseObject({ name: z.string().nullish(), url: z.string().nullish() }).nullish(),
}

export const action = z.looseObject({ label: optional, url: z.string().nullish() }).nullish()

export type Recipient = z.infer<typeof context.recipient>
export type App = z.infer<typeof context.app>
