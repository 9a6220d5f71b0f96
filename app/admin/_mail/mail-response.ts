// A mail comes from outside, or from an author: nothing in it runs, submits or navigates, whatever the frame around it
// forgets.
const policy = [
  "default-src 'none'",
  'img-src data: https: http:',
  "style-src 'unsafe-inline'",
  'font-src https: data:',
  'sandbox',
  "frame-ancestors 'self'",
].join('; ')

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** A mail's HTML, for `<iframe sandbox="">`. */
export const mailResponse = (html: string): Response =>
  new Response(html, { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } })

/** Why there is none, in words. */
export const noMailResponse = (status: number, words: string): Response =>
  new Response(words, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } })
