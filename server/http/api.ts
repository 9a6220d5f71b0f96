import { Hono } from 'hono'
import { systemClock } from '#server/clock.ts'
import { getDatabase } from '#server/db/pools.ts'
import { getEnv } from '#server/env.ts'
import { getIngest } from '#server/ingest/accept.ts'
import { planSettings } from '#server/planning/settings.ts'
import { getRenderer } from '#server/rendering/renderer.ts'
import { getLiveSources } from '#server/sources/live.ts'
import { getSourceTraffic } from '#server/sources/traffic.ts'
import { logger } from '#server/telemetry/logger.ts'
import { refused } from './answer.ts'
import { HttpFault, toRefusal } from './faults.ts'
import { methodsByPath, type Routes, refuseMethodsEarly, refuseOtherMethods } from './methods.ts'
import { trace } from './middleware/trace.ts'
import { canonicalPath } from './paths.ts'
import { RememberingRouter } from './router.ts'
import { docsRoutes } from './routes/docs.ts'
import { feedbackRoutes } from './routes/feedback.ts'
import { healthRoutes } from './routes/health.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { orderRoutes } from './routes/orders.ts'
import { preferenceRoutes } from './routes/preferences.ts'
import { pushSubscriptionRoutes } from './routes/push-subscriptions.ts'
import { sendNotificationRoutes } from './routes/send-notification.ts'
import { storedNotificationRoutes } from './routes/stored-notifications.ts'
import { templateRoutes } from './routes/templates.ts'
import { userRoutes } from './routes/users.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import type { Api, ApiDeps, ApiEnv } from './types.ts'

/** `http://host/path?query` → `/path`. */
function pathname(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const end = url.slice(start).search(/[?#]/)
  return start === -1 ? '/' : end === -1 ? url.slice(start) : url.slice(start, start + end)
}

/** Everything that the contract promises. */
export const publicRoutes: readonly Routes[] = [
  healthRoutes,
  metricsRoutes,
  // Before webhooks: `/webhook/resend` and `/webhook/bounce` are no sources.
  feedbackRoutes,
  webhookRoutes,
  notificationRoutes,
  storedNotificationRoutes,
  sendNotificationRoutes,
  orderRoutes,
  userRoutes,
  preferenceRoutes,
  pushSubscriptionRoutes,
  templateRoutes,
  docsRoutes,
]

/** The public contract, whole. Aliases and trailing slashes are resolved before routing: a handler exists once. */
export function createApi(deps: ApiDeps, routes = publicRoutes): Api {
  const app = new Hono<ApiEnv>({
    getPath: (request) => canonicalPath(pathname(request.url)),
    router: new RememberingRouter(),
  })
  app.use(trace)
  const methods = methodsByPath(routes, deps)
  refuseMethodsEarly(app, methods)
  for (const add of routes) add(app, deps)
  refuseOtherMethods(app, methods)
  app.notFound((c) => refused(c, toRefusal(new HttpFault('not_found', 'There is nothing at this path.'))))
  app.onError((error, c) => {
    const refusal = toRefusal(error)
    const line = { trace_id: c.get('traceId'), method: c.req.method, path: c.req.path }
    // An outage is told once per request, without the same stack hundreds of times.
    if (refusal.status === 503) deps.log().warn(line, 'request refused: the database is away')
    else if (refusal.status >= 500) deps.log().error({ err: error, ...line }, 'request failed')
    return refused(c, refusal)
  })
  return app
}

let api: Api | undefined

/**
 * This copy of the module's public API, so that in development a changed one answers at once: what must be one in the
 * process is what it is made of. Nothing connects before a request.
 */
export function getApi(): Api {
  api ??= createApi({
    db: getDatabase,
    ingest: getIngest,
    sources: getLiveSources,
    sourceTraffic: getSourceTraffic,
    log: logger,
    clock: systemClock,
    settings: () => {
      const { appUrl, access, mail, push, trustProxy } = getEnv()
      const { internalApiSecret, openEndpoints, openFrom, metricsToken } = access
      const { alertEmail, resendWebhookSecret } = mail
      return {
        ...{ appUrl, internalApiSecret, alertEmail, resendWebhookSecret },
        ...{ openEndpoints, openFrom, trustProxy, metricsToken, vapid: push.vapid },
      }
    },
    renderer: getRenderer,
    planning: () => planSettings(getEnv()),
  })
  return api
}
