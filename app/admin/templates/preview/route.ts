import { memberOf } from '#server/members/current-member.ts'

/** Above the compiler's own limit for what it puts out (10 MB), with room for the form's encoding. */
const LONGEST = 16_000_000

// The mail is an author's: nothing in it runs, submits or navigates, whatever the frame around it forgets.
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

/**
 * Answers the HTML of a preview (form field `html`) for `<iframe sandbox="">`, under a policy of its own. Members only
 * and from this origin only, so that no other page can have its HTML served from here; keeps nothing.
 */
export async function POST(request: Request): Promise<Response> {
  if (!fromHere(request)) return refusal(403, 'A preview is asked for by the studio only.')
  if (!(await memberOf(request.headers))) return refusal(404, 'There is no such page.')
  if (Number(request.headers.get('content-length') ?? 0) > LONGEST)
    return refusal(413, 'The mail is too long.')
  const form = await request.formData().catch(() => null)
  const html = form?.get('html')
  if (typeof html !== 'string') return refusal(400, 'The field “html” is missing.')
  return new Response(html, { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } })
}

/** A form into a sandboxed frame is still sent by our page: every browser of the last years says so in Sec-Fetch-Site. */
function fromHere(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site) return site === 'same-origin'
  const origin = request.headers.get('origin')
  return origin !== null && origin !== 'null' && new URL(origin).host === request.headers.get('host')
}

const refusal = (status: number, words: string) =>
  new Response(words, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } })
