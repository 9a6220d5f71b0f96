// W3C Trace Context (https://www.w3.org/TR/trace-context/), "traceparent": version, trace id, parent id, flags; all-zero
// ids and version ff are invalid.
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}/

/** The caller's trace id, its 32 hex digits written as a UUID; null if it sent none that is valid. */
export function traceIdOf(traceparent: string | null | undefined): string | null {
  const match = traceparent ? TRACEPARENT.exec(traceparent) : null
  return match ? match.slice(1, 6).join('-') : null
}
