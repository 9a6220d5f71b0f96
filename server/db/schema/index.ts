/**
 * The tables, and the words they are named by (the same as in `docs/architecture.md`; use no synonyms):
 *
 * source        where events come from: a webhook endpoint, the API, a Kafka topic, SQL, the dashboard
 * notification  one accepted event and everything that follows from it
 * workflow      event type and sources → whom, which template, category, channels, sender, retry policy
 * user          a person who may receive something
 * member        a person who signs in to the dashboard
 * template, version, locale   versions are immutable once published; a locale is one language of a version
 * plan          the decision which deliveries a notification makes, with a reason for each made or withheld
 * delivery      one channel to one address for one notification
 * attempt       one try of one delivery, with what the provider said
 * provider      what carries a delivery
 * dead letter   a delivery that failed for good (status FAILED, with its fingerprint)
 * replay        new deliveries made from an old notification
 *
 * Ids are UUIDv7, so id order is time order. `notifications`, `deliveries`, `delivery_contents` and `attempts` are
 * range-partitioned by id, monthly; nothing has a foreign key to them (it would block dropping a partition).
 */
export * from './access.ts'
export * from './categories.ts'
export * from './deliveries.ts'
export * from './imports.ts'
export * from './inbox.ts'
export * from './kafka.ts'
export * from './members.ts'
export * from './notifications.ts'
export * from './planning.ts'
export * from './sources.ts'
export * from './suppressions.ts'
export * from './templates.ts'
export * from './users.ts'
export * from './workers.ts'
export * from './workflows.ts'
