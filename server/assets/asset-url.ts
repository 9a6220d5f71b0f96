import { getEnv } from '#server/env.ts'

/** Absolute, since it stands in mails. */
export const assetUrl = ({ id, name }: { id: string; name: string }): string =>
  `${getEnv().appUrl.replace(/\/+$/, '')}/assets/${id}/${name}`
