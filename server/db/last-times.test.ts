import { expect, it } from 'vitest'
import { LastTimes } from './last-times.ts'

const second = 1_000

function recorder() {
  const times = new LastTimes()
  const written: string[] = []
  const flush = (now: number) =>
    times.flush(async (due) => {
      written.push(...due.map(({ id, at }) => `${id} ${at / second}`))
    }, now)
  return { times, written, flush }
}

it('writes the first use at once, and the newest one after a minute', async () => {
  const { times, written, flush } = recorder()
  times.note('shop', 1 * second)
  await flush(2 * second)
  times.note('shop', 10 * second)
  times.note('shop', 50 * second)
  await flush(55 * second)
  expect(written).toEqual(['shop 1'])
  await flush(62 * second)
  expect(written).toEqual(['shop 1', 'shop 50'])
})

it('writes nothing when nothing was used', async () => {
  const { times, written, flush } = recorder()
  times.note('shop', 1 * second)
  await flush(2 * second)
  await flush(200 * second)
  expect(written).toEqual(['shop 1'])
})

it('writes again what the database did not take', async () => {
  const { times, written, flush } = recorder()
  times.note('shop', 1 * second)
  const away = times.flush(() => Promise.reject(new Error('away')), 2 * second)
  await expect(away).rejects.toThrow('away')
  await flush(3 * second)
  expect(written).toEqual(['shop 1'])
})
