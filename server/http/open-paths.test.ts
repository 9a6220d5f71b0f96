import { expect, test } from 'vitest'
import { openedBy } from '#server/sources/open-paths.ts'
import { createApi } from './api.ts'
import { operationsOf } from './openapi/operation.ts'
import type { ApiDeps } from './types.ts'

test('the dashboard warns of just the paths that OPEN_ENDPOINTS opens', () => {
  const opened: Record<string, string[]> = { webhook: ['POST /webhook/{source}'] }
  for (const { method, path, open } of operationsOf(createApi({} as ApiDeps))) {
    if (open) opened[open] = [...(opened[open] ?? []), `${method.toUpperCase()} ${path}`].sort()
  }
  const warned = Object.entries(openedBy).map(([name, paths]) => [name, [...paths].sort()])
  expect(Object.fromEntries(warned)).toEqual(opened)
})
