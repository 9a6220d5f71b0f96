import { DomainError } from '#server/errors.ts'

/** There is no such template, or it is archived. `path`: the field that named it. */
export function noTemplate(key: string, path: 'template_key' | 'key' = 'template_key'): DomainError {
  const message = `There is no template “${key}”.`
  return new DomainError('not_found', message, [{ path, message }])
}

export function noVersion(key: string, version: number): DomainError {
  const message = `The template “${key}” has no version ${version}.`
  return new DomainError('not_found', message, [{ path: 'version', message }])
}
