import { randomInt } from 'node:crypto'

/**
 * A new draft begins to count at random, so that a number of one that was discarded or published fits no later one.
 * PostgreSQL's integer leaves room for a billion saves.
 */
export const firstLock = (): number => randomInt(1, 1_000_000_000)
