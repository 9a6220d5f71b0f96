import { defineConfig } from 'vitest/config'

const everywhere = ['{app,server,emails,bin,.ci}/**/*.test.{ts,tsx}']
const needsServers = ['**/*.integration.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: everywhere,
          exclude: [...needsServers, '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'integration',
          include: needsServers,
          exclude: ['**/node_modules/**'],
          globalSetup: ['server/testing/postgres.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})
