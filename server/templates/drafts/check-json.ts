import { firstIssue, MAX_DEPTH } from '#server/ingest/json-text.ts'
import { badInput } from '#server/parse.ts'

/** Throws `bad_input` for what PostgreSQL's jsonb can't keep, for names of prototypes, and for 64 levels or more. */
export function checkJson(value: unknown, path: string): void {
  if (depthOf(value) > MAX_DEPTH)
    throw badInput([{ path, message: `is nested deeper than ${MAX_DEPTH} levels` }])
  const issue = firstIssue(value, path)
  if (issue) throw badInput([issue])
}

function depthOf(value: unknown, above = 0): number {
  if (typeof value !== 'object' || value === null || above > MAX_DEPTH) return above
  let deepest = above + 1
  for (const item of Object.values(value)) deepest = Math.max(deepest, depthOf(item, above + 1))
  return deepest
}
