import { z } from 'zod'

/** One line of text, trimmed and not empty: PostgreSQL holds no NUL nor half a surrogate pair, headers no line ends. */
export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
