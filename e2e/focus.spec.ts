import { type ElementHandle, expect, type Locator, type Page, test } from '@playwright/test'
import { Product } from './product.ts'

let product: Product

test.beforeAll(async () => {
  product = await Product.start()
})
test.afterAll(() => product.stop())

/**
 * Closes what is open by Escape, and answers whether `field`, which gets the focus just before the closed part gives it
 * back, keeps it. On a busy machine that moment is long enough for a click.
 */
async function keepsFocus(
  page: Page,
  open: Locator,
  field: ElementHandle<HTMLElement | SVGElement> | null,
): Promise<boolean> {
  const part = await open.elementHandle()
  const kept = await page.evaluateHandle(
    ([closing, wanted]) => ({
      // Radix sends this before it moves the focus; who listens first is called first.
      answer: new Promise<boolean>((resolve) => {
        closing?.addEventListener('focusScope.autoFocusOnUnmount', () => {
          ;(wanted as HTMLElement).focus()
          setTimeout(() => resolve(document.activeElement === wanted))
        })
      }),
    }),
    [part, field] as const,
  )
  await page.keyboard.press('Escape')
  return kept.evaluate(({ answer }) => answer)
}

test('what closes takes the focus from nobody, and gives it back where nobody has it', async ({ page }) => {
  await product.order('1', 'ada@example.com')
  await product.signIn(page, '/admin/notifications')
  // Found now: a dialog hides the page behind it from whoever looks for roles.
  const live = await page.getByRole('button', { name: 'Live' }).elementHandle()
  const opened: readonly (readonly [Locator, Locator])[] = [
    [page.getByRole('button', { name: 'Source' }), page.getByRole('dialog', { name: 'Source' })],
    [page.getByRole('button', { name: /^Signed in as/ }), page.getByRole('menu')],
    [page.getByRole('button', { name: 'Send a test event' }), page.getByRole('dialog')],
  ]
  const kept: boolean[] = []
  for (const [opener, part] of opened) {
    await opener.click()
    await expect(part).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(part).toHaveCount(0)
    await expect(opener).toBeFocused()
    await opener.click()
    await expect(part).toBeVisible()
    kept.push(await keepsFocus(page, part, live))
  }
  expect(kept).toEqual([true, true, true])
})
