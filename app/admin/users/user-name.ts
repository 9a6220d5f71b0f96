/** What a user is called where there is room for one thing. */
export const userName = (user: {
  id: string
  name: string | null
  email: string | null
  externalId: string | null
}): string => user.name ?? user.email ?? user.externalId ?? `user ${user.id.slice(0, 8)}`
