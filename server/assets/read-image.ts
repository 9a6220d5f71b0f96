export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'

export interface ImageFacts {
  mediaType: ImageType
  /** Pixels. */
  width: number
  height: number
}

/** The bytes end before the image does, or say what no image says. */
class Broken extends Error {}

/**
 * What kind of image the bytes are and how large, by the bytes alone: a file's name and its sender's word for its type
 * are not believed. Answers null for what is no PNG, JPEG, GIF or WebP, and `'broken'` for one that is cut or malformed.
 */
export function readImage(bytes: Buffer): ImageFacts | 'broken' | null {
  const reader = READERS.find(({ begins }) => begins(bytes))
  if (!reader) return null
  try {
    const { width, height } = reader.size(bytes)
    return width > 0 && height > 0 ? { mediaType: reader.mediaType, width, height } : 'broken'
  } catch (error) {
    // A read behind the end: Node's own error.
    if (error instanceof Broken || error instanceof RangeError) return 'broken'
    throw error
  }
}

interface Size {
  width: number
  height: number
}

const READERS: { mediaType: ImageType; begins: (bytes: Buffer) => boolean; size: (bytes: Buffer) => Size }[] =
  [
    { mediaType: 'image/png', begins: (b) => has(b, 0, '\x89PNG\r\n\x1a\n'), size: png },
    { mediaType: 'image/jpeg', begins: (b) => has(b, 0, '\xff\xd8\xff'), size: jpeg },
    { mediaType: 'image/gif', begins: (b) => has(b, 0, 'GIF87a') || has(b, 0, 'GIF89a'), size: gif },
    { mediaType: 'image/webp', begins: (b) => has(b, 0, 'RIFF') && has(b, 8, 'WEBP'), size: webp },
  ]

const has = (bytes: Buffer, at: number, text: string) =>
  bytes.toString('latin1', at, at + text.length) === text

function expect(holds: boolean): void {
  if (!holds) throw new Broken()
}

/** PNG (ISO/IEC 15948) §5 and §11: chunks of length, name, data and CRC, from IHDR to IEND. */
function png(bytes: Buffer): Size {
  expect(bytes.readUInt32BE(8) === 13 && has(bytes, 12, 'IHDR'))
  let at = 8
  let hasData = false
  while (!has(bytes, at + 4, 'IEND')) {
    hasData ||= has(bytes, at + 4, 'IDAT')
    at += 12 + bytes.readUInt32BE(at)
  }
  expect(hasData && bytes.length >= at + 12)
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** Start of frame, by its marker: C0 to CF but DHT, JPG and DAC (ITU-T T.81 table B.1). */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** JPEG (ITU-T T.81) annex B: segments up to the scan, which ends with EOI. */
function jpeg(bytes: Buffer): Size {
  let size: Size | null = null
  for (let at = 2; ; ) {
    expect(bytes.readUInt8(at) === 0xff)
    const marker = bytes.readUInt8(at + 1)
    // A fill byte before a marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (isFrame(marker)) size = { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    const length = bytes.readUInt16BE(at + 2)
    expect(length >= 2)
    at += 2 + length
    if (marker !== 0xda) continue
    expect(bytes.indexOf('\xff\xd9', at, 'latin1') !== -1)
    if (!size) throw new Broken()
    return size
  }
}

/** GIF89a specification §17 to §27: blocks up to the trailer. */
function gif(bytes: Buffer): Size {
  const tableSize = (packed: number) => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0)
  const afterSubBlocks = (from: number) => {
    let at = from
    while (bytes.readUInt8(at) !== 0) at += 1 + bytes.readUInt8(at)
    return at + 1
  }
  let hasImage = false
  let at = 13 + tableSize(bytes.readUInt8(10))
  while (bytes.readUInt8(at) !== 0x3b) {
    const isExtension = bytes.readUInt8(at) === 0x21
    expect(isExtension || bytes.readUInt8(at) === 0x2c)
    hasImage ||= !isExtension
    at = afterSubBlocks(isExtension ? at + 2 : at + 11 + tableSize(bytes.readUInt8(at + 9)))
  }
  expect(hasImage)
  return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
}

/** WebP (RFC 9649): §2.5 lossy (whose frame header is that of RFC 6386 §9.1), §2.6 lossless, §2.7 extended. */
function webp(bytes: Buffer): Size {
  expect(bytes.length >= bytes.readUInt32LE(4) + 8 && bytes.readUInt32LE(4) > 12)
  const chunk = bytes.toString('latin1', 12, 16)
  if (chunk === 'VP8 ') {
    expect(has(bytes, 23, '\x9d\x01\x2a'))
    return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
  }
  if (chunk === 'VP8L') {
    expect(bytes.readUInt8(20) === 0x2f)
    const bits = bytes.readUInt32LE(21)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  expect(chunk === 'VP8X')
  return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
}
