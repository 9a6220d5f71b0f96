import type { ConsumerOptions } from '@platformatic/kafka'
import type { KafkaEnv } from '#server/env.ts'

/** How a client reaches the brokers, as the environment says. */
export function clientOptions(env: Omit<KafkaEnv, 'groupId' | 'topics'>) {
  return {
    clientId: 'posthorn',
    bootstrapBrokers: env.brokers,
    connectTimeout: 5_000,
    // One try more at once; whoever asked tries again after a wait of its own.
    retries: 2,
    retryDelay: 200,
    ...(env.sasl && { sasl: env.sasl }),
    ...(env.tls && {
      tls: {
        rejectUnauthorized: env.tls.rejectUnauthorized,
        ...(env.tls.ca && { ca: env.tls.ca }),
        ...(env.tls.cert && { cert: env.tls.cert }),
        ...(env.tls.key && { key: env.tls.key }),
      },
      tlsServerName: true,
    }),
  } satisfies Partial<ConsumerOptions<Buffer, Buffer, Buffer, Buffer>>
}
