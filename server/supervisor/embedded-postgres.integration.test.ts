import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#server/supervisor/embedded-postgres.ts'
import { waitForEnd } from '#server/supervisor/process-identity.ts'

describe('the embedded PostgreSQL', () => {
  let dataDir: string
  let running: EmbeddedPostgres

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'posthorn-embedded-'))
    running = await startEmbeddedPostgres({ dataDir, fast: true })
  })
  afterAll(async () => {
    await running.stop()
    rmSync(dataDir, { recursive: true })
  })

  const postmaster = () => Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10)
  const query = async <T extends object>(text: string) => {
    const sql = postgres(running.url, { max: 1, onnotice: () => {} })
    const rows = await sql.unsafe<T[]>(text)
    await sql.end()
    return [...rows]
  }

  it('is a real one: Unicode, loopback only, a password', async () => {
    expect(
      await query("select upper('größe λ') as upper, current_setting('listen_addresses') as at"),
    ).toEqual([{ upper: 'GRÖßE Λ', at: '127.0.0.1' }])
    const stranger = postgres(running.url.replace(/:[^:@]+@/, ':wrong@'), { max: 1 })
    await expect(stranger`select 1`).rejects.toMatchObject({ code: '28P01' })
  })

  it('keeps its data and its port over a restart', async () => {
    await query('create table kept as select 1 as n')
    const before = running.url
    await running.stop()
    running = await startEmbeddedPostgres({ dataDir, fast: true })
    expect(running.url).toBe(before)
    expect(await query('select n from kept')).toEqual([{ n: 1 }])
  })

  it('tells when it was killed, and comes back', async () => {
    process.kill(postmaster(), 'SIGKILL')
    await running.ended
    running = await startEmbeddedPostgres({ dataDir, fast: true })
    expect(await query('select n from kept')).toEqual([{ n: 1 }])
  })

  it('comes back although a statement outlives the killed one for a while', async () => {
    const sql = postgres(running.url, { max: 1, onnotice: () => {} })
    await sql`select 1`
    // Counts without ever waiting for anything, so that it does not see its postmaster's end before.
    const loop = 'do $$ begin for i in 1..200000000 loop end loop; end $$'
    const counting = sql.unsafe(loop).catch(() => {})
    await expect.poll(() => query(`select 1 from pg_stat_activity where query = '${loop}'`)).toHaveLength(1)
    process.kill(postmaster(), 'SIGKILL')
    await running.ended
    running = await startEmbeddedPostgres({ dataDir, fast: true })
    expect(await query('select n from kept')).toEqual([{ n: 1 }])
    await counting
    await sql.end()
  })

  it('stops one whose keeper was killed before it starts anew', async () => {
    const orphan = postmaster()
    const keeper = Number(readFileSync(`/proc/${orphan}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1])
    process.kill(keeper, 'SIGKILL')
    await running.ended
    running = await startEmbeddedPostgres({ dataDir, fast: true })
    expect(await waitForEnd(orphan, 0)).toBe(true)
    expect(await query('select n from kept')).toEqual([{ n: 1 }])
  })
})
