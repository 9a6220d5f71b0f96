import { getEnv } from '#server/env.ts'
import { kafkaState } from '#server/ingest/kafka/state.ts'
import { procedure, router } from '../init.ts'

export const kafkaRouter = router({
  /** How reading goes. `group`: what this process's environment names; null: no broker. */
  state: procedure.query(async ({ ctx }) => ({
    ...(await kafkaState(ctx)),
    group: getEnv().kafka?.groupId ?? null,
  })),
})
