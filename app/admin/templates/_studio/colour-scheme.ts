const MEDIA = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi

/**
 * The HTML as a reader of that colour scheme sees it, whatever this browser prefers: browsers differ in whether a frame
 * follows the `color-scheme` of its element. Only media queries change, in `<style>` and in `media` attributes.
 */
export function inColourScheme(html: string, scheme: 'dark' | 'light'): string {
  const decide = (css: string) =>
    css.replace(MEDIA, (_, asked: string) =>
      asked.toLowerCase() === scheme ? '(min-width:0px)' : '(max-width:0px)',
    )
  return html
    .replace(/(<style\b[^>]*>)([\s\S]*?)(<\/style)/gi, (_, open: string, css: string, close: string) => {
      return `${open}${decide(css)}${close}`
    })
    .replace(/\bmedia\s*=\s*("[^"]*"|'[^']*')/gi, decide)
}
