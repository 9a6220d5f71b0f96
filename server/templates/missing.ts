import { DomainError } from '#server/errors.ts'

/** There is no such template, or it is archived. */
export function noTemplate(key: string): DomainError {
  const message = `There is no template “${key}”.`
  return new DomainError('not_found', message, [{ path: 'template_key', message }])
}

export function noVersion(key: string, version: number): DomainError {
  const message = `The template “${key}” has no version ${version}.`
  return new DomainError('not_found', message, [{ path: 'version', message }])
}
