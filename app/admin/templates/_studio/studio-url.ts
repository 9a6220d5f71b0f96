import { type inferParserType, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server'

/** The first ones stand in the middle; the last two are tabs on a phone only, where the preview has no place beside. */
export const panels = [
  'write',
  'push',
  'variables',
  'fixtures',
  'locales',
  'history',
  'backtest',
  'preview',
  'checks',
] as const
export type Panel = (typeof panels)[number]

export const views = ['desktop', 'phone', 'text'] as const
export type View = (typeof views)[number]

/** What the studio's address holds. */
export const studioParsers = {
  /** Left out: the default locale. */
  locale: parseAsString,
  /** A fixture's id; left out: the first. */
  fixture: parseAsString,
  panel: parseAsStringLiteral(panels).withDefault('write'),
  view: parseAsStringLiteral(views).withDefault('desktop'),
  dark: parseAsBoolean.withDefault(false),
}
export type StudioUrl = inferParserType<typeof studioParsers>
