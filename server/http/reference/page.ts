/** What the page may do: nothing but our own files, and calls to this server. Swagger UI sets styles on its elements. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const pageHeaders = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
  Vary: 'Accept',
}

/** The reference's page; `at` says where an asset of that name stands. */
export const page = (at: (name: string) => string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API reference · Posthorn</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${at('reference.css')}">
<script src="${at('reference.js')}"></script>
<script src="${at('swagger-ui-bundle.js')}" defer></script>
</head>
<body>
<header class="top">
<a class="mark" href="/v1"><svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"><circle cx="11" cy="10" r="5.5"/><path d="M2.5 13.5v4M3 15.5h14"/><path d="M16.5 15.5 21.5 12v7z" fill="currentColor" stroke-linejoin="round"/></svg>Posthorn <small>API reference</small></a>
<a href="/v1/openapi.json">openapi.json</a>
<a href="/admin">Dashboard</a>
<button id="theme" type="button" aria-label="Change between light and dark"><svg width="16" height="16" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"><circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor"/></svg></button>
</header>
<div id="reference"></div>
<p id="failure" class="failure" role="alert" hidden>The description could not be loaded (<span></span>). Reload the page to try again.</p>
<noscript><p class="failure">This reference needs JavaScript; the description itself is at <a href="/v1/openapi.json">/v1/openapi.json</a>.</p></noscript>
</body>
</html>
`
