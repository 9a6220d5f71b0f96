import { getEnv } from '#server/env.ts'
import type { SetPreferencesInput } from '#server/preferences/schemas.ts'
import { setPreferences } from '#server/preferences/set.ts'
import { recipientLinks } from '#server/recipients/link.ts'
import { revokeLinks } from '#server/recipients/revoke-links.ts'
import { appSecret } from '#server/sources/live.ts'
import { browseUsers } from '#server/users/browse.ts'
import { createUser } from '#server/users/create.ts'
import { deleteUser } from '#server/users/delete.ts'
import { type DescribeDeps, describeUser } from '#server/users/describe.ts'
import { userHistory } from '#server/users/history.ts'
import { removeSubscription } from '#server/users/remove-subscription.ts'
import type {
  BrowseUsersInput,
  CreateUserInput,
  OneUserInput,
  RemoveSubscriptionInput,
  UpdateUserInput,
  UserHistoryInput,
} from '#server/users/schemas.ts'
import { updateUser } from '#server/users/update.ts'
import { procedure, router, takes } from '../init.ts'

const describeDeps = (): DescribeDeps => ({
  recipientLink: recipientLinks(getEnv().appUrl, appSecret()),
  defaultTimezone: getEnv().defaultTimezone,
})

export const usersRouter = router({
  list: procedure.input(takes<BrowseUsersInput>()).query(({ ctx, input }) => browseUsers(ctx, input)),
  get: procedure
    .input(takes<OneUserInput>())
    .query(({ ctx, input }) => describeUser(ctx, describeDeps(), input)),
  history: procedure.input(takes<UserHistoryInput>()).query(({ ctx, input }) => userHistory(ctx, input)),
  create: procedure
    .input(takes<CreateUserInput>())
    .mutation(({ ctx, input }) => createUser(ctx, input, ctx.traceId)),
  update: procedure
    .input(takes<{ user_id: string } & UpdateUserInput>())
    .mutation(({ ctx, input }) => updateUser(ctx, input)),
  setPreferences: procedure
    .input(takes<SetPreferencesInput>())
    .mutation(({ ctx, input }) => setPreferences(ctx, input)),
  removeSubscription: procedure
    .input(takes<RemoveSubscriptionInput>())
    .mutation(({ ctx, input }) => removeSubscription(ctx, input)),
  revokeLinks: procedure
    .input(takes<OneUserInput>())
    .mutation(({ ctx, input }) => revokeLinks(ctx, { user_id: input.id })),
  erase: procedure
    .input(takes<OneUserInput>())
    .mutation(({ ctx, input }) => deleteUser(ctx, { user_id: input.id })),
})
