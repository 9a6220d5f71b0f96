/**
 * Whether something has the focus when a popover, menu or dialog is gone. What it held itself left with it: so somebody
 * has walked on, and is not to be called back while they type.
 */
export function isFocusTaken(): boolean {
  const { activeElement, body } = document
  return activeElement !== null && activeElement !== body
}
