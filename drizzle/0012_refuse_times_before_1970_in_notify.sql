-- As before, but scheduled_at lies between 1970 and 9998, as over HTTP: JavaScript reads the year 44 as 2044 and none before
-- Christ, and what it rounds up beyond 9999 PostgreSQL does not read.
DO $do$
DECLARE
  before text := pg_get_functiondef('notify(text, jsonb, text, timestamptz, uuid)'::regprocedure);
  after text := replace(before,
    $$NOT isfinite(notify.scheduled_at) OR notify.scheduled_at >= timestamptz '10000-01-01 00:00:00+00' THEN
    field := 'scheduled_at'; fault := 'must be a time before the year 10000';$$,
    $$NOT isfinite(notify.scheduled_at) OR notify.scheduled_at < timestamptz '1970-01-01 00:00:00+00'
    OR notify.scheduled_at >= timestamptz '9999-01-01 00:00:00+00' THEN
    field := 'scheduled_at'; fault := 'must be a time from 1970 to 9998';$$);
BEGIN
  IF after = before THEN
    RAISE EXCEPTION 'the function notify is not the one that was expected';
  END IF;
  EXECUTE after;
END
$do$;
