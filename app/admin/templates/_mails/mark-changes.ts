import { changedWords, piecesOf, wordsOf } from './changed-words.ts'

/** Dark words on a light ground, whatever stands around them: a button's text is often white. */
const LOOKS = {
  before: 'background:#ffd3cf;color:#5c0b06;text-decoration:line-through',
  after: 'background:#c6f2d3;color:#06401c;text-decoration:underline',
}

/** Not seen by a reader, so nothing to mark. */
const UNSEEN = 'script, style, title, head, noscript, template, [hidden], [style*="display:none"]'

/** Two mails' HTML with the words marked that the other lacks; `changes` counts those of the side that has more. Browser only. */
export function markChanges(
  before: string,
  after: string,
): { before: string; after: string; changes: number } {
  const parser = new DOMParser()
  const documents = {
    before: parser.parseFromString(before, 'text/html'),
    after: parser.parseFromString(after, 'text/html'),
  }
  const texts = { before: textsOf(documents.before), after: textsOf(documents.after) }
  const words = { before: texts.before.map(wordsIn), after: texts.after.map(wordsIn) }
  const changed = changedWords(words.before.flat(), words.after.flat())
  for (const side of ['before', 'after'] as const) {
    let from = 0
    texts[side].forEach((node, at) => {
      const own = words[side][at] ?? []
      mark(node, own, changed[side].slice(from, from + own.length), LOOKS[side])
      from += own.length
    })
  }
  return {
    before: htmlOf(documents.before, before),
    after: htmlOf(documents.after, after),
    changes: Math.max(count(changed.before), count(changed.after)),
  }
}

const count = (changed: readonly boolean[]) => changed.filter(Boolean).length

const wordsIn = (node: Text) => wordsOf(node.data)

function textsOf(document: Document): Text[] {
  const found: Text[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text || node.nodeType === Node.TEXT_NODE) {
      const text = node as Text
      if (text.data.trim() !== '' && !text.parentElement?.closest(UNSEEN)) found.push(text)
    }
  }
  return found
}

function mark(node: Text, words: readonly string[], changed: readonly boolean[], look: string) {
  if (!changed.some(Boolean)) return
  const document = node.ownerDocument
  const pieces = piecesOf(words, changed).map(({ text, changed: isChanged }) => {
    if (!isChanged) return document.createTextNode(text)
    const element = document.createElement('mark')
    element.setAttribute('style', look)
    element.textContent = text
    return element
  })
  node.replaceWith(...pieces)
}

/** The doctype decides how a browser lays a mail out, and is no part of the document element. */
const htmlOf = (document: Document, written: string): string =>
  `${/^\s*<!doctype[^>]*>/i.exec(written)?.[0] ?? ''}${document.documentElement.outerHTML}`
