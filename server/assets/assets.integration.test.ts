import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '#server/context.ts'
import type { MemberRole } from '#server/db/schema/members.ts'
import { type TestDatabase, testDatabase } from '#server/testing/database.ts'
import { useEnv } from '#server/testing/env.ts'
import { asMember } from '#server/testing/factories.ts'
import { gif, jpeg, png } from '#server/testing/images.ts'
import { assetBytes, findAsset } from './find.ts'
import { listAssets } from './list.ts'
import { uploadAsset } from './upload.ts'

let database: TestDatabase
let undo: () => void
beforeAll(async () => {
  database = await testDatabase()
  undo = useEnv({ APP_URL: 'https://posthorn.example/', APP_SECRET: 's'.repeat(32) })
})
afterAll(async () => {
  undo()
  await database.close()
})

const as = (role: MemberRole): Context => ({
  ...asMember(database.db),
  actor: { kind: 'member', id: role, name: role, role },
})
const upload = (bytes: Buffer, name = 'logo.png') => uploadAsset(as('author'), { name, bytes })

describe('an image that is uploaded', () => {
  test('is kept with its size, has an address for mails, and is audited', async () => {
    const made = await upload(png, 'C:\\pictures\\Our logo (final).jpeg')
    expect(made).toEqual({
      id: expect.any(String),
      url: `https://posthorn.example/assets/${made.id}/Our-logo-final.png`,
      ...{ name: 'Our-logo-final.png', width: 3, height: 2 },
    })
    const found = await findAsset(database.db.orm, made.id, made.name)
    expect(found).toMatchObject({ mediaType: 'image/png', size: png.length })
    expect(await assetBytes(database.db.orm, made.id)).toEqual(png)
    const [audited] = await database.db.sql`select action, detail from audit_log where target_id = ${made.id}`
    expect(audited).toEqual({ action: 'asset.upload', detail: { name: made.name, size: png.length } })
  })

  test('is kept once, whoever uploads it under which name, also at the same time', async () => {
    const answers = await Promise.all(['a.gif', 'b.gif', 'c.gif'].map((name) => upload(gif, name)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    const { assets } = await listAssets(as('viewer'))
    expect(assets.filter(({ id }) => id === answers[0]?.id)).toHaveLength(1)
  })

  test.each([
    ['of dots and slashes', '../../..', 'image.jpg'],
    ['of another script', 'Логотип.JPG', 'image.jpg'],
    ['with quotes and line breaks', 'a"\r\nX-Evil: 1.jpg', 'a-X-Evil-1.jpg'],
    ['with accents', 'Ünïcödé.jpg', 'Unicode.jpg'],
    ['that is very long', `${'x'.repeat(500)}.jpg`, `${'x'.repeat(80)}.jpg`],
  ])('may have a name %s', async (_, name, kept) => {
    // A comment behind the image makes it another one.
    expect((await upload(Buffer.concat([jpeg, randomBytes(8)]), name)).name).toBe(kept)
  })

  test.each([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'is no PNG'],
    ['HTML named as an image', Buffer.from('<!doctype html><script>alert(1)</script>'), 'is no PNG'],
    ['HTML behind the first bytes of one', Buffer.from('GIF89a<script>alert(1)</script>'), 'incomplete'],
    ['one that is cut', png.subarray(0, 40), 'incomplete'],
    ['one of more than 2 MB', Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)]), 'more than 2 MB'],
    ['nothing', Buffer.alloc(0), 'is no PNG'],
  ])('is refused where it is %s', async (_, bytes, words) => {
    await expect(upload(bytes)).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining(words),
      issues: [{ path: 'file', message: expect.stringContaining(words) }],
    })
  })

  test.each([
    [8_001, 1],
    [7_000, 7_000],
  ])('is refused with %d × %d pixels, however small its file', async (width, height) => {
    const bytes = Buffer.from(png)
    bytes.writeUInt32BE(width, 16)
    bytes.writeUInt32BE(height, 20)
    await expect(upload(bytes)).rejects.toMatchObject({ code: 'bad_input' })
  })

  test('is refused from a viewer', async () => {
    await expect(uploadAsset(as('viewer'), { name: 'a.png', bytes: png })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

test('an address finds nothing with another name, another id, or no id', async () => {
  const { id, name } = await upload(png)
  expect(await findAsset(database.db.orm, id, `${name}.html`)).toBeNull()
  expect(await findAsset(database.db.orm, '0198f3c2-6b1e-7c44-9a51-2f0d8e7a1b33', name)).toBeNull()
  expect(await findAsset(database.db.orm, "' or 1=1 --", name)).toBeNull()
})

test('a long list comes in pages, the newest first', async () => {
  for (let i = 0; i < 45; i++) await upload(Buffer.concat([jpeg, Buffer.from([i])]))
  const first = await listAssets(as('viewer'))
  expect(first.assets).toHaveLength(40)
  const second = await listAssets(as('viewer'), { cursor: first.nextCursor ?? '' })
  const ids = [...first.assets, ...second.assets].map(({ id }) => id)
  expect(ids).toEqual([...new Set(ids)].sort().reverse())
  expect(second.nextCursor).toBeNull()
})
