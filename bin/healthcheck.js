// The image's health check: whether the web process answers. A worker alone has no port; its supervisor is the
// container's first process and starts it again, so the container lives as long as it does.
if (process.env.POSTHORN_ROLE !== 'worker') {
  const url = `http://127.0.0.1:${process.env.PORT || 3000}/healthcheck/live`
  const healthy = await fetch(url, { signal: AbortSignal.timeout(4000) }).then(
    (response) => response.ok,
    () => false,
  )
  process.exit(healthy ? 0 : 1)
}
