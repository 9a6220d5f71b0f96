import { authorise, type Context } from '#server/context.ts'
import { type ProviderState, workersReport } from './workers.ts'

/** What carries mail, as the living workers report it; empty while none lives. Throws `forbidden`. */
export async function listProviders({ db, actor }: Context): Promise<ProviderState[]> {
  authorise(actor, 'read')
  const { providers } = await workersReport(db.orm)
  return providers
}
