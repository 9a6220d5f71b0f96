/** The lines that tell an operator why the start failed; null for a bug, which deserves its stack. */
export function explainFailure(error: unknown): readonly string[] | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  if (error.code === 'bad_env' && 'problems' in error) return error.problems as readonly string[]
  return error.code === 'cannot_start' ? [error.message] : null
}
