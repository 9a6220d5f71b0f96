import { createAuthClient } from 'better-auth/react'

/** Signing in and out from the browser, on this origin. */
export const authClient = createAuthClient({ basePath: '/api/auth' })
