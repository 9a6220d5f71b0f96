/** graphile-worker's crontab: minute hour day month weekday (UTC), task. */
export const crontab = `
17 3 * * * maintenance.partitions ?max=5
*/10 * * * * maintenance.idempotency_keys ?max=2
`
