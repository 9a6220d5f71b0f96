/** A request's JSON of at most so many characters; null: it is longer, or none. Anybody may send here. */
export async function smallJson(request: Request, longest: number): Promise<unknown> {
  let body = ''
  const decoder = new TextDecoder()
  for await (const chunk of request.body ?? []) {
    body += decoder.decode(chunk, { stream: true })
    if (body.length > longest) return null
  }
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
