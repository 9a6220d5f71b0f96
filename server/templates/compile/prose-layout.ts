import { escapeHtml } from '#server/rendering/escape.ts'
import type { Segment } from './format.ts'

// The colours of the built-in mails (emails/_components/theme.ts). Outlook for Windows knows no max-width.
const style = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.gutter{padding:24px 20px 8px !important}}
@media (prefers-color-scheme:dark){.page{background-color:#110f0e !important}.card{background-color:#1a1917 !important;border-color:#35322f !important}.text{color:#ecebe8 !important}.link{color:#68cecd !important}}`

const font = '-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica, Arial, sans-serif'

/** The HTML of a template that brings none: its text on a card. */
export function layOut({
  locale,
  title,
  prose,
}: {
  /** BCP 47 */
  locale: string
  /** For HTML text. */
  title: Segment[]
  /** Plain text. */
  prose: Segment[]
}): Segment[] {
  return [
    `<!doctype html>
<html lang="${escapeHtml(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>`,
    ...title,
    `</title>
<style>
${style}
</style>
<!--[if mso]><style>.card{width:600px}</style><![endif]-->
</head>
<body class="page" style="margin:0;padding:0;background-color:#f5f3f0">
<table role="presentation" class="page" width="100%" border="0" cellpadding="0" cellspacing="0" style="background-color:#f5f3f0">
<tr><td align="center" style="padding:28px 12px 40px">
<table role="presentation" class="card" width="100%" border="0" cellpadding="0" cellspacing="0" style="max-width:600px;background-color:#ffffff;border:1px solid #e4e2df;border-radius:14px;border-collapse:separate">
<tr><td class="gutter text" align="left" style="padding:32px 36px 16px;font-family:${font};font-size:15px;line-height:24px;color:#1d1a17;text-align:start;word-break:break-word">
`,
    { prose },
    `
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`,
  ]
}
