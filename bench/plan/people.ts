import type { Database } from '#server/db/client.ts'

/** A user's id by their number. */
export const userId = (n: number): string => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/**
 * Users 1 to `count`: three in ten have preferences, half of these quiet hours; one in ten has a push subscription, one
 * in a hundred is suppressed, one in two hundred switched a category off without being a user.
 */
export async function insertPeople({ sql }: Database, count: number): Promise<void> {
  await sql`insert into users (id, external_id, name, email, language, timezone, created_at, updated_at)
    select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'P' || n,
      (array['Ada','Grace','Alan','Edsger','Barbara','Donald','Radia','Tim'])[1 + n % 8] || ' Person' || n % 1000,
      'u' || n || '@example.com', (array['en','de','fr','pt-BR',null])[1 + n % 5],
      (array['Europe/Berlin','America/New_York','Asia/Kolkata','Australia/Lord_Howe','Asia/Kathmandu',
        'America/Sao_Paulo','Africa/Nairobi','Pacific/Auckland','America/St_Johns',null])[1 + n % 10], now(), now()
    from generate_series(1, ${count}::int) n`
  await sql`insert into preferences (user_id, email_enabled, push_enabled, quiet_hours_start, quiet_hours_end,
      categories, updated_at)
    select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, n % 40 <> 1, true,
      case when n % 2 = 0 then '22:00' end, case when n % 2 = 0 then '07:30' end,
      '{"marketing":{"email":false},"product":{"push":true}}', now()
    from generate_series(1, ${count}::int) n where n % 10 < 3`
  await sql`insert into push_subscriptions (id, user_id, endpoint, p256dh, auth, created_at)
    select ('01900000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid,
      ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'https://push.example.com/send/' || n,
      repeat('p', 87), repeat('a', 22), now()
    from generate_series(1, ${count}::int, 10) n`
  await sql`insert into suppressions (id, channel, address, reason, created_at)
    select ('01900000-0000-7000-a000-' || lpad(to_hex(n), 12, '0'))::uuid, 'email', 'u' || n || '@example.com',
      (array['hard_bounce','complaint','unsubscribed'])[1 + n % 3], now()
    from generate_series(1, ${count}::int, 100) n`
  await sql`insert into address_preferences (address, off, updated_at)
    select 'guest' || n || '@example.com', array['marketing'], now() from generate_series(1, ${count}::int, 200) n`
  await sql`vacuum analyze`
}
