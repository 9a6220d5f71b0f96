import { Hono } from 'hono'
import { HttpFault } from './faults.ts'
import type { Api, ApiDeps, ApiEnv } from './types.ts'

/** Adds endpoints to the app. */
export type Routes = (app: Api, deps: ApiDeps) => void

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** The methods that each path has handlers for. */
export function methodsByPath(routes: readonly Routes[], deps: ApiDeps): Map<string, Set<string>> {
  const trial = new Hono<ApiEnv>()
  for (const add of routes) add(trial, deps)
  const methods = new Map<string, Set<string>>()
  for (const { method, path } of trial.routes) {
    if (method === 'ALL') continue
    const known = methods.get(path) ?? new Set()
    methods.set(path, known.add(method))
    // Hono answers HEAD as GET.
    if (method === 'GET') known.add('HEAD')
  }
  return methods
}

const refuse = (allowed: ReadonlySet<string>) => () => {
  throw new HttpFault('method_not_allowed', 'This path does not know this method.', {
    headers: { Allow: [...allowed].join(', ') },
  })
}

/**
 * Refuses methods that a path without parameters has no handler for, before a path with a parameter takes it for its
 * own: `GET /v1/notifications/batch` asks for no notification.
 */
export function refuseMethodsEarly(app: Api, methods: ReadonlyMap<string, Set<string>>): void {
  for (const [path, allowed] of methods) {
    const unknown = METHODS.filter((method) => !allowed.has(method))
    if (!path.includes(':')) app.on(unknown, path, refuse(allowed))
  }
}

/** Refuses every method that nothing before has answered. */
export function refuseOtherMethods(app: Api, methods: ReadonlyMap<string, Set<string>>): void {
  for (const [path, allowed] of methods) app.all(path, refuse(allowed))
}
