/** Elements whose content is no HTML, and those whose content is text with entities (HTML 13.2.5). */
export const RAW = new Set(['script', 'style', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext'])
export const TEXT = new Set(['title', 'textarea'])
/** Foreign content is tokenized by other rules. */
export const FOREIGN = new Set(['svg', 'math'])
/** Elements that never hold anything. */
export const VOID = new Set([
  ...['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source'],
  ...['track', 'wbr', 'keygen', 'frame', 'bgsound', 'basefont'],
])
