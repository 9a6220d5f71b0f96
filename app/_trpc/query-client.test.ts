import { MutationObserver, notifyManager, onlineManager } from '@tanstack/react-query'
import { afterEach, describe, expect, it } from 'vitest'
import { makeQueryClient } from './query-client.ts'

describe('the query client', () => {
  afterEach(() => onlineManager.setOnline(true))

  it('asks a server on this machine also when the browser sees no network', async () => {
    const client = makeQueryClient()
    onlineManager.setOnline(false)
    await expect(client.fetchQuery({ queryKey: ['a'], queryFn: () => 'answered' })).resolves.toBe('answered')
    const mutation = new MutationObserver(client, { mutationFn: () => Promise.resolve('done') })
    await expect(mutation.mutate()).resolves.toBe('done')
  })

  it('says that something is under way before the next click can come', async () => {
    const mutation = new MutationObserver(makeQueryClient(), { mutationFn: () => new Promise(() => {}) })
    let renders = 0
    // As `useMutation` listens.
    mutation.subscribe(notifyManager.batchCalls(() => renders++))
    void mutation.mutate()
    await Promise.resolve()
    expect(mutation.getCurrentResult().isPending).toBe(true)
    expect(renders).toBeGreaterThan(0)
  })
})
