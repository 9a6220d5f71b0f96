import type { CheckDefinition } from './definition.ts'

/** What compiling itself finds. */
export const compiles: CheckDefinition = {
  id: 'compiles',
  title: 'The template compiles',
  find: ({ locales }) => ({
    problems: locales.flatMap(({ locale, problems }) =>
      problems.map((problem) => ({ ...problem, locale: problem.locale ?? locale })),
    ),
    detail: `In ${locales.map(({ locale }) => locale).join(', ')}.`,
  }),
}
