import { z } from 'zod'
import { replacePreferences } from '#server/preferences/replace.ts'
import { replacePreferencesInput } from '#server/preferences/schemas.ts'
import { getUser } from '#server/users/get.ts'
import type { UserProfile } from '#server/users/profile.ts'
import { userPath } from '#server/users/schemas.ts'
import { enveloped } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { envelope, responses } from '../schemas.ts'
import type { Api, ApiDeps } from '../types.ts'
import { exampleUser, preferences, toPreferences } from '../user-answer.ts'

const path = '/v1/users/{user_id}/preferences'
const tags = ['Users']

/** With the user's own language and time zone. */
const answer = preferences
  .extend({ preferred_language: z.string().nullable(), timezone: z.string().nullable() })
  .meta({ id: 'UserPreferences' })

const exampleChosen = { ...exampleUser.preferences, preferred_language: 'en-GB', timezone: 'Europe/London' }

const toAnswer = (user: UserProfile): z.input<typeof answer> => ({
  ...toPreferences(user.preferences),
  preferred_language: user.language,
  timezone: user.timezone,
})

export function preferenceRoutes(app: Api, deps: ApiDeps): void {
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path,
      summary: 'A user’s preferences',
      tags,
      scope: 'users',
      params: userPath,
      responses: responses(200, envelope(answer), 'The preferences'),
      examples: { answer: { message: 'Preferences found', data: exampleChosen } },
    },
    async ({ c, ctx, params }) =>
      enveloped(c, toAnswer(await getUser(ctx, params)), { message: 'Preferences found' }),
  )

  endpoint(
    app,
    deps,
    {
      method: 'put',
      path,
      summary: 'Replace a user’s preferences',
      description:
        'What is not sent is as the defaults say: both channels on, no quiet hours, every category as it is by ' +
        'default. `preferred_language` and `timezone` are the user’s own and stay unless they are sent. A category ' +
        'that is required, such as `security`, can not be switched off. What quiet hours hold for the user is ' +
        'looked at again.',
      tags,
      scope: 'users',
      params: userPath,
      body: replacePreferencesInput,
      responses: responses(200, envelope(answer), 'The preferences as they are now'),
      examples: {
        body: { ...exampleUser.preferences, preferred_language: 'en-GB' },
        answer: { message: 'Preferences updated', data: exampleChosen },
      },
    },
    async ({ c, ctx, params, body }) =>
      enveloped(c, toAnswer(await replacePreferences(ctx, { ...body, ...params })), {
        message: 'Preferences updated',
      }),
  )
}
