// The reference at /v1: Swagger UI on our own description. Light and dark as the dashboard has them.
const root = document.documentElement
const chosen = () => localStorage.getItem('theme') ?? 'system'
const system = matchMedia('(prefers-color-scheme: dark)')

function paint() {
  const isDark = chosen() === 'dark' || (chosen() === 'system' && system.matches)
  root.classList.toggle('dark-mode', isDark)
}

paint()
system.addEventListener('change', paint)
addEventListener('storage', paint)

const labels = [
  ['.information-container section', 'About'],
  ['.scheme-container section', 'Credentials'],
  ['.close-modal', 'Close'],
  ['.body-param__text', 'Request body'],
]

/** What Swagger UI leaves out for those who read by keyboard or ear. */
function complete() {
  for (const code of document.querySelectorAll('pre.microlight:not([tabindex])')) code.tabIndex = 0
  // Below the title there is no second level.
  for (const heading of document.querySelectorAll('#reference :is(h3, h4, h5):not([aria-level])')) {
    heading.ariaLevel = String(Number(heading.tagName.at(1)) - 1)
  }
  for (const [selector, label] of labels) {
    for (const element of document.querySelectorAll(`${selector}:not([aria-label])`))
      element.ariaLabel = label
  }
  // The row is a button already; within it, the path is no second one.
  for (const link of document.querySelectorAll('.opblock-summary-control a.nostyle[href]')) {
    link.removeAttribute('href')
  }
}

addEventListener('DOMContentLoaded', async () => {
  const reference = document.getElementById('reference')
  new MutationObserver(complete).observe(reference, { childList: true, subtree: true })
  document.getElementById('theme').addEventListener('click', () => {
    localStorage.setItem('theme', root.classList.contains('dark-mode') ? 'light' : 'dark')
    paint()
  })
  const failure = document.getElementById('failure')
  try {
    const response = await fetch('/v1/openapi.json')
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    const spec = await response.json()
    // Calls go to where this page came from, whatever name it was reached by.
    spec.servers = [{ url: location.origin }]
    window.SwaggerUIBundle({
      spec,
      domNode: reference,
      deepLinking: true,
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
      displayRequestDuration: true,
      validatorUrl: null,
    })
  } catch (error) {
    failure.hidden = false
    failure.querySelector('span').textContent = error.message
  }
})
