/** A copy of the data without what stands at these paths (`order.items[1].name`). */
export function without(
  data: Readonly<Record<string, unknown>>,
  paths: readonly string[],
): Record<string, unknown> {
  const copy = structuredClone(data)
  for (const path of paths) {
    const steps = path.match(/[^.[\]]+/g) ?? []
    const last = steps.pop()
    const holder = steps.reduce<unknown>((value, step) => own(value, step), copy)
    if (last !== undefined && own(holder, last) !== undefined) {
      const there = holder as Record<string, unknown>
      there[last] = null
    }
  }
  return copy
}

const own = (holder: unknown, step: string): unknown =>
  typeof holder === 'object' && holder !== null && Object.hasOwn(holder, step)
    ? (holder as Record<string, unknown>)[step]
    : undefined
