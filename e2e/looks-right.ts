import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

/** Axe finds nothing and nothing is wider than the window, in both themes and sizes. Leaves the window wide. */
export async function looksRight(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of sizes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(size)
      // What is being asked anew is paler meanwhile, and half-faded words have half the contrast.
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      await page.evaluate(() => {
        const ends = document.getAnimations().flatMap((animation) => {
          const { endTime = 0 } = animation.effect?.getComputedTiming() ?? {}
          const hasEnd = animation.playState === 'running' && endTime !== Number.POSITIVE_INFINITY
          return hasEnd ? [animation.finished] : []
        })
        // Of what is no longer drawn none comes.
        const late = new Promise((resolve) => setTimeout(resolve, 2_000))
        return Promise.race([Promise.allSettled(ends), late])
      })
      // The mail's own document is a template's business.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).exclude('iframe').analyze()
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      expect(found, `${page.url()} ${colorScheme} ${size.width}`).toEqual([])
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow, `${page.url()} ${colorScheme} ${size.width}`).toBeLessThanOrEqual(0)
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}
