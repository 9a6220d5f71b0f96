import { isDatabaseAway } from '#server/db/client.ts'

const DETAIL = 'Not possible just now. Please go back and try again.'

/** What `act` answers; 503 while PostgreSQL is away. `said`: to a program, or to whoever pressed a button. */
export async function unlessAway(
  act: () => Promise<Response>,
  said: 'json' | 'text' = 'json',
): Promise<Response> {
  try {
    return await act()
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    const init = { status: 503, headers: { 'retry-after': '30' } }
    return said === 'json' ? Response.json({ detail: DETAIL }, init) : new Response(DETAIL, init)
  }
}
