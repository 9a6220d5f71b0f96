// The little that React's renderer wants of a browser, and what would make a template render differently each time taken
// away. Imported before everything else.

interface Port {
  onmessage: null | (() => void)
  postMessage: (message: unknown) => void
}

class Channel {
  port1: Port = { onmessage: null, postMessage: () => {} }
  port2: Port = {
    onmessage: null,
    postMessage: () => void Promise.resolve().then(() => this.port1.onmessage?.()),
  }
}

/**
 * React writes chunks above 2,048 bytes through as they are: said to be large, a text reaches `html.ts` without being
 * turned into bytes and back, which costs more here than the rendering.
 */
class Encoder {
  encode(text: string) {
    return { byteLength: text === '' ? 0 : 1_000_000, buffer: {}, text }
  }
}

interface Source {
  pull(controller: {
    enqueue(chunk: { text: string }): void
    close(): void
    error(error: unknown): void
  }): void
}

/** Read by one who waits until everything is there: `html.ts`. */
class Stream {
  source: Source
  constructor(source: Source) {
    this.source = source
  }
}

const words = {
  date: 'A template has no clock: give the moment as a variable and write it with { format: "date" }',
  random: 'A template must be the same each time: Math.random is not there',
}
function refuse(message: string): () => never {
  // Not an arrow: `new Date()` must come so far.
  return function refused() {
    throw new TypeError(message)
  }
}
const silent = () => {}

Object.assign(globalThis, {
  MessageChannel: Channel,
  TextEncoder: Encoder,
  ReadableStream: Stream,
  console: { log: silent, info: silent, warn: silent, error: silent, debug: silent },
  Date: Object.assign(refuse(words.date), {
    now: refuse(words.date),
    UTC: refuse(words.date),
    parse: refuse(words.date),
  }),
})
Math.random = refuse(words.random)
