import { mailResponse, noMailResponse } from '#app/admin/_mail/mail-response.ts'
import { memberOf } from '#server/members/current-member.ts'

/** Above the compiler's own limit for what it puts out (10 MB), with room for the form's encoding. */
const LONGEST = 16_000_000

/**
 * Answers the HTML of a preview (form field `html`) for `<iframe sandbox="">`, under a policy of its own. Members only
 * and from this origin only, so that no other page can have its HTML served from here; keeps nothing.
 */
export async function POST(request: Request): Promise<Response> {
  if (!fromHere(request)) return noMailResponse(403, 'A preview is asked for by the studio only.')
  if (!(await memberOf(request.headers))) return noMailResponse(404, 'There is no such page.')
  if (Number(request.headers.get('content-length') ?? 0) > LONGEST)
    return noMailResponse(413, 'The mail is too long.')
  const form = await request.formData().catch(() => null)
  const html = form?.get('html')
  if (typeof html !== 'string') return noMailResponse(400, 'The field “html” is missing.')
  return mailResponse(html)
}

/** A form into a sandboxed frame is still sent by our page: every browser of the last years says so in Sec-Fetch-Site. */
function fromHere(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site) return site === 'same-origin'
  const origin = request.headers.get('origin')
  return origin !== null && URL.parse(origin)?.host === request.headers.get('host')
}
