import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { router } from './init.ts'
import { apiKeysRouter } from './routers/api-keys.ts'
import { brandRouter } from './routers/brand.ts'
import { categoriesRouter } from './routers/categories.ts'
import { explainRouter } from './routers/explain.ts'
import { inboxRouter } from './routers/inbox.ts'
import { kafkaRouter } from './routers/kafka.ts'
import { membersRouter } from './routers/members.ts'
import { notificationsRouter } from './routers/notifications.ts'
import { overviewRouter } from './routers/overview.ts'
import { sourcesRouter } from './routers/sources.ts'
import { suppressionsRouter } from './routers/suppressions.ts'
import { teamRouter } from './routers/team.ts'
import { templateChecksRouter } from './routers/template-checks.ts'
import { templatesRouter } from './routers/templates.ts'
import { userImportsRouter } from './routers/user-imports.ts'
import { usersRouter } from './routers/users.ts'
import { workflowsRouter } from './routers/workflows.ts'

/** What the dashboard's pages call. Each procedure is one line over a verb. */
export const appRouter = router({
  notifications: notificationsRouter,
  inbox: inboxRouter,
  explain: explainRouter,
  overview: overviewRouter,
  members: membersRouter,
  team: teamRouter,
  apiKeys: apiKeysRouter,
  sources: sourcesRouter,
  kafka: kafkaRouter,
  suppressions: suppressionsRouter,
  templates: templatesRouter,
  templateChecks: templateChecksRouter,
  brand: brandRouter,
  categories: categoriesRouter,
  workflows: workflowsRouter,
  users: usersRouter,
  userImports: userImportsRouter,
})

export type AppRouter = typeof appRouter
export type RouterInputs = inferRouterInputs<AppRouter>
export type RouterOutputs = inferRouterOutputs<AppRouter>
