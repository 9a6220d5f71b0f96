import { z } from 'zod'
import { createUser } from '#server/users/create.ts'
import { deleteUser } from '#server/users/delete.ts'
import { getUser } from '#server/users/get.ts'
import { listUsers } from '#server/users/list.ts'
import { createUserInput, listUsersInput, updateUserInput, userPath } from '#server/users/schemas.ts'
import { updateUser } from '#server/users/update.ts'
import { enveloped, metaOf } from '../answer.ts'
import { endpoint } from '../endpoint.ts'
import { envelope, paging, responses } from '../schemas.ts'
import type { Api, ApiDeps } from '../types.ts'
import { exampleAnswer, exampleUser, toUser, user } from '../user-answer.ts'

const tags = ['Users']
const answered = (message: string) => ({ data: exampleAnswer, message })

export function userRoutes(app: Api, deps: ApiDeps): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/v1/users',
      summary: 'Create a user',
      description:
        'An e-mail address (upper and lower case are the same) or external id that another user has is refused with ' +
        '409. With `notify`, or while a workflow listens to `user.created`, the user is welcomed by mail.',
      tags,
      scope: 'users',
      creates: true,
      refusals: [409],
      body: createUserInput,
      responses: responses(201, envelope(user), 'The user'),
      examples: { body: { ...exampleUser, notify: true }, answer: answered('User created') },
    },
    async ({ c, ctx, body }) => {
      const made = await createUser(ctx, body, c.get('traceId'))
      return enveloped(c, toUser(made), { status: 201, message: 'User created' })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/v1/users',
      summary: 'Users, newest first',
      description:
        '`q` is the beginning of an e-mail address, of an external id, or of words of a name. `page` reaches 10,000 ' +
        'rows deep; beyond, `cursor` goes on from `meta.next_cursor`.',
      tags,
      scope: 'users',
      query: z.object({
        q: listUsersInput.shape.q,
        page: paging.shape.page.unwrap().optional(),
        limit: paging.shape.limit,
        cursor: listUsersInput.shape.cursor,
      }),
      responses: responses(200, envelope(z.array(user)), 'A page of users'),
      examples: { answer: { message: 'Users found', data: [exampleAnswer] } },
    },
    async ({ c, ctx, query }) => {
      const found = await listUsers(ctx, query)
      const meta = metaOf({ ...found, cursor: query.cursor })
      return enveloped(c, found.users.map(toUser), { message: 'Users found', meta })
    },
  )

  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/v1/users/{user_id}',
      summary: 'One user',
      tags,
      scope: 'users',
      params: userPath,
      responses: responses(200, envelope(user), 'The user'),
      examples: { answer: answered('User found') },
    },
    async ({ c, ctx, params }) => enveloped(c, toUser(await getUser(ctx, params)), { message: 'User found' }),
  )

  endpoint(
    app,
    deps,
    {
      method: 'patch',
      path: '/v1/users/{user_id}',
      summary: 'Change a user',
      description:
        'Only what is sent is changed, in `preferences` too (`categories` as a whole); null clears what may be without ' +
        'a value.',
      tags,
      scope: 'users',
      params: userPath,
      body: updateUserInput,
      refusals: [409],
      responses: responses(200, envelope(user), 'The user as it is now'),
      examples: {
        body: { name: 'Ada King', phone_number: null, preferences: { push_enabled: true } },
        answer: answered('User updated'),
      },
    },
    async ({ c, ctx, params, body }) =>
      enveloped(c, toUser(await updateUser(ctx, { ...body, ...params })), { message: 'User updated' }),
  )

  endpoint(
    app,
    deps,
    {
      method: 'delete',
      path: '/v1/users/{user_id}',
      summary: 'Delete a user and erase the person’s data',
      description:
        'The user, preferences and push subscriptions are gone at once. Of notifications that were for this user or ' +
        'went to the address, the rows stay, for the counts; payload, address, content and the words of providers are ' +
        'erased, and what has not gone out is cancelled. What takes longer than 5 s is done in the background. ' +
        'Suppressions of the address stay: it must still not be written to.',
      tags,
      scope: 'users',
      params: userPath,
      responses: responses(
        200,
        envelope(z.object({ user_id: z.uuid(), erased_notifications: z.number().int() })),
        'Deleted; how many notifications were erased so far',
      ),
      examples: {
        answer: {
          message: 'User deleted',
          data: { user_id: exampleAnswer.user_id, erased_notifications: 12 },
        },
      },
    },
    async ({ c, ctx, params }) => {
      const { id, erased } = await deleteUser(ctx, params)
      return enveloped(c, { user_id: id, erased_notifications: erased }, { message: 'User deleted' })
    },
  )
}
