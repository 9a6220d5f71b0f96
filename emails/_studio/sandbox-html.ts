import { createElement, type ReactNode, Suspense } from 'react'
import { renderToReadableStream } from 'react-dom/server.browser'

const DOCTYPE =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'

interface Drawn {
  source: {
    pull(controller: {
      enqueue: (chunk: { text: string }) => void
      close: () => void
      error: (error: unknown) => void
    }): void
  }
  allReady: Promise<void>
}

/**
 * The bytes that React Email's `render` makes of the same element.
 * @throws what a component throws
 */
export async function htmlOf(element: ReactNode): Promise<string> {
  let failure: { error: unknown } | undefined
  const options = {
    progressiveChunkSize: Number.POSITIVE_INFINITY,
    onError(error: unknown) {
      failure ??= { error }
    },
  }
  // Its type is a browser's; what comes is `sandbox-polyfills.ts`'s.
  const stream = (await renderToReadableStream(createElement(Suspense, null, element), options).catch(
    (error: unknown) => {
      throw failure ? failure.error : error
    },
  )) as unknown as Drawn
  await stream.allReady
  if (failure) throw failure.error
  let html = ''
  stream.source.pull({
    enqueue: ({ text }) => {
      html += text
    },
    close: () => {},
    error: (error) => {
      failure ??= { error }
    },
  })
  if (failure) throw (failure as { error: unknown }).error
  return DOCTYPE + withoutImagePreloads(html.replaceAll('\0', '')).replace(/<!DOCTYPE.*?>/, '')
}

/** React asks a browser to load each image early; `render` takes these links out as well. */
const withoutImagePreloads = (html: string): string =>
  html.replace(/<link\b[^>]*\/?>/gi, (tag) =>
    /\brel="preload"/i.test(tag) && /\bas="image"/i.test(tag) ? '' : tag,
  )
