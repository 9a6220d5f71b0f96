import { describe, expect, test } from 'vitest'
import { gif, jpeg, losslessWebp, lossyWebp, png } from '#server/testing/images.ts'
import { readImage } from './read-image.ts'

/** A PNG that says it has this many pixels. */
function pngOf(width: number, height: number): Buffer {
  const bytes = Buffer.from(png)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

describe('an image is known by its bytes', () => {
  test.each([
    ['PNG', png, { mediaType: 'image/png', width: 3, height: 2 }],
    ['JPEG', jpeg, { mediaType: 'image/jpeg', width: 3, height: 2 }],
    ['GIF', gif, { mediaType: 'image/gif', width: 1, height: 1 }],
    ['lossy WebP', lossyWebp, { mediaType: 'image/webp', width: 1, height: 1 }],
    ['lossless WebP', losslessWebp, { mediaType: 'image/webp', width: 1, height: 1 }],
    ['a large PNG', pngOf(40_000, 7), { mediaType: 'image/png', width: 40_000, height: 7 }],
  ])('%s', (_, bytes, facts) => {
    expect(readImage(bytes)).toEqual(facts)
  })

  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['PDF', '%PDF-1.7'],
    ['nothing', ''],
    ['a RIFF that is no WebP', 'RIFF\x24\0\0\0WAVEfmt '],
    ['a BMP', 'BM\x36\0\0\0'],
  ])('%s is none', (_, text) => {
    expect(readImage(Buffer.from(text, 'latin1'))).toBeNull()
  })

  test('one that is cut anywhere is broken, or none', () => {
    for (const image of [png, jpeg, gif, lossyWebp, losslessWebp]) {
      for (let length = 0; length < image.length - 1; length++) {
        expect(['broken', null]).toContain(readImage(image.subarray(0, length)))
      }
    }
  })

  test.each([
    ['no pixels', pngOf(0, 5)],
    ['a GIF that is HTML', Buffer.from('GIF89a<script>alert(1)</script>')],
    ['a PNG that is HTML', Buffer.concat([png.subarray(0, 33), Buffer.from('<script>alert(1)</script>')])],
    ['a JPEG that is HTML', Buffer.from('\xff\xd8\xff<script>alert(1)</script>', 'latin1')],
    ['a WebP of an unknown kind', Buffer.from('RIFF\x18\0\0\0WEBPVP8?\x0c\0\0\0aaaaaaaaaaaa', 'latin1')],
  ])('%s is broken', (_, bytes) => {
    expect(readImage(bytes)).toBe('broken')
  })
})
