import { getEnv } from '#server/env.ts'
import { changeRole } from '#server/members/change-role.ts'
import { inviteMember } from '#server/members/invite-member.ts'
import { linkSettings } from '#server/members/links.ts'
import { listInvitations } from '#server/members/list-invitations.ts'
import { listMembers } from '#server/members/list-members.ts'
import { makeResetLink } from '#server/members/make-reset-link.ts'
import { removeMember } from '#server/members/remove-member.ts'
import { resendInvitation } from '#server/members/resend-invitation.ts'
import { revokeInvitation } from '#server/members/revoke-invitation.ts'
import type { InvitationInput, NewRole } from '#server/members/schemas.ts'
import { signOutEverywhere } from '#server/members/sign-out-everywhere.ts'
import { procedure, router, takes } from '../init.ts'

const links = () => linkSettings(getEnv())
const byId = takes<{ id: string }>()

/** All members, and who is invited. */
export const teamRouter = router({
  list: procedure.query(({ ctx }) => listMembers(ctx)),
  changeRole: procedure.input(takes<NewRole>()).mutation(({ ctx, input }) => changeRole(ctx, input)),
  remove: procedure.input(byId).mutation(({ ctx, input }) => removeMember(ctx, input)),
  signOut: procedure.input(byId).mutation(({ ctx, input }) => signOutEverywhere(ctx, input)),
  makeResetLink: procedure.input(byId).mutation(({ ctx, input }) => makeResetLink(ctx, links(), input)),
  invitations: procedure.query(({ ctx }) => listInvitations(ctx, links())),
  invite: procedure
    .input(takes<InvitationInput>())
    .mutation(({ ctx, input }) => inviteMember(ctx, links(), input)),
  resend: procedure.input(byId).mutation(({ ctx, input }) => resendInvitation(ctx, links(), input)),
  revoke: procedure.input(byId).mutation(({ ctx, input }) => revokeInvitation(ctx, input)),
})
