import { afterEach, expect, it } from 'vitest'
import { createDatabase } from '#server/db/client.ts'
import { readEnv, type Variables } from '#server/env.ts'
import { createEmailProviders } from './registry.ts'

const db = createDatabase({
  url: 'postgres://127.0.0.1:1/none',
  schema: 'posthorn',
  applicationName: 'tests',
})
let close: () => Promise<unknown> = async () => undefined
afterEach(() => close())

const smtp = { SMTP_URL: 'smtp://ada%40example.test:secret@smtp.example.test' }
const resend = { RESEND_API_KEY: 're_1', EMAIL_FROM: 'shop@example.test' }

it.each<[Variables, string[]]>([
  [{}, ['inbox']],
  [smtp, ['smtp']],
  [resend, ['resend']],
  [{ ...smtp, ...resend }, ['resend', 'smtp']],
])('for %o takes %o', (vars, names) => {
  const providers = createEmailProviders(readEnv(vars).mail, db)
  close = () => Promise.all(providers.map((provider) => provider.close()))
  expect(providers.map(({ name }) => name)).toEqual(names)
  expect(providers.map((provider) => provider.state())).toEqual(names.map(() => 'ok'))
})
