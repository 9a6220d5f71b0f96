import { expect, type Page } from '@playwright/test'

/**
 * Waits until React has taken over all that the server sent: before, no shortcut is heard, and what is typed into a field
 * is not noticed. On a busy machine a page is seen well before that.
 */
export async function hydrated(page: Page): Promise<void> {
  const untouched = () => {
    const controls = document.querySelectorAll('button, input, select, textarea')
    // React keeps what it knows of an element in properties of it; the editors' own elements are not its.
    return [...controls].filter(
      (control) =>
        control.closest('.cm-editor, .ProseMirror') === null &&
        !Object.keys(control).some((name) => name.startsWith('__reactProps$')),
    ).length
  }
  await expect.poll(() => page.evaluate(untouched)).toBe(0)
  // Shortcuts are heard once the effects have run, too.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
}
