-- Numbers the calls of notify, so that a transaction's calls share planning jobs of up to a hundred.
CREATE SEQUENCE sql_calls;
--> statement-breakpoint
-- A new UUIDv7 (RFC 9562, method 3: the next 12 bits are fractions of the millisecond). PostgreSQL has its own from 18 on.
CREATE FUNCTION new_id(at timestamptz) RETURNS uuid LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  micros bigint := floor(extract(epoch FROM at) * 1000000)::bigint;
BEGIN
  RETURN (lpad(to_hex(micros / 1000), 12, '0') || '7' || lpad(to_hex(micros % 1000 * 4096 / 1000), 3, '0')
    || right(replace(gen_random_uuid()::text, '-', ''), 16))::uuid;
END
$$;
--> statement-breakpoint
-- JSON as it is kept from HTTP too: whole numbers beyond 2^53 become strings, for JavaScript would read another one.
-- Refuses numbers that are no finite double; `path` names them.
CREATE FUNCTION exact_numbers(value jsonb, path text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF jsonb_typeof(value) = 'object' THEN
    RETURN coalesce((SELECT jsonb_object_agg(f.key, exact_numbers(f.value, path || '.' || f.key)) FROM jsonb_each(value) f), '{}');
  ELSIF jsonb_typeof(value) = 'array' THEN
    RETURN coalesce((SELECT jsonb_agg(exact_numbers(i.value, path || '[' || i.nr - 1 || ']') ORDER BY i.nr)
      FROM jsonb_array_elements(value) WITH ORDINALITY i(value, nr)), '[]');
  ELSIF jsonb_typeof(value) <> 'number' THEN
    RETURN value;
  ELSIF abs(value::numeric) > 1.7976931348623157e308 THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = path || ': is too large a number', COLUMN = 'data';
  ELSIF value::numeric = trunc(value::numeric) AND abs(value::numeric) > 9007199254740991 THEN
    RETURN to_jsonb(value #>> '{}');
  END IF;
  RETURN value;
END
$$;
--> statement-breakpoint
-- Accepts an event inside the caller's own transaction (docs/sql.md). The functions before and this one find their
-- tables by a search path of their own, with pg_temp last: a caller's temporary objects and operators stand for nothing.
DO $do$
DECLARE
  home text := quote_ident(current_schema());
BEGIN
  EXECUTE format('ALTER FUNCTION new_id(timestamptz) SET search_path = pg_catalog, %s, pg_temp', home);
  EXECUTE format('ALTER FUNCTION exact_numbers(jsonb, text) SET search_path = pg_catalog, %s, pg_temp', home);
  EXECUTE replace($sql$
CREATE FUNCTION notify(type text, data jsonb, idempotency_key text DEFAULT NULL, scheduled_at timestamptz DEFAULT NULL,
  trace_id uuid DEFAULT NULL) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, {home}, pg_temp AS $body$
DECLARE
  at timestamptz := clock_timestamp();
  made uuid := new_id(at);
  trace uuid := coalesce(notify.trace_id, gen_random_uuid());
  field text;
  fault text;
  body_hash bytea;
  stored idempotency_keys%ROWTYPE;
BEGIN
  IF btrim(notify.type) IS NULL OR btrim(notify.type) = '' THEN
    field := 'type'; fault := 'is required';
  ELSIF length(notify.type) > 200 THEN
    field := 'type'; fault := 'has at most 200 characters';
  ELSIF notify.data IS NULL THEN
    field := 'data'; fault := 'is required';
  ELSIF jsonb_typeof(notify.data) <> 'object' THEN
    field := 'data'; fault := 'must be an object';
  ELSIF octet_length(notify.data::text) > 1048576 THEN
    field := 'data'; fault := 'is larger than 1 MiB';
  ELSIF jsonb_path_exists(notify.data, 'strict $.**{64} ? (@.type() == "object" || @.type() == "array")') THEN
    field := 'data'; fault := 'is nested deeper than 64 levels';
  ELSIF notify.data::text ~ E'[^\\\\]"(__proto__|constructor|prototype)": ' THEN
    field := 'data'; fault := 'has a name that is not allowed (__proto__, constructor, prototype)';
  ELSIF notify.idempotency_key = '' OR length(notify.idempotency_key) > 255 THEN
    field := 'idempotency_key'; fault := 'has 1 to 255 characters';
  ELSIF NOT isfinite(notify.scheduled_at) OR notify.scheduled_at >= timestamptz '10000-01-01 00:00:00+00' THEN
    field := 'scheduled_at'; fault := 'must be a time before the year 10000';
  END IF;
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = field || ': ' || fault, COLUMN = field;
  END IF;
  IF notify.data::text ~ '[0-9]{16}' THEN
    notify.data := exact_numbers(notify.data, 'data');
  END IF;

  IF notify.idempotency_key IS NOT NULL THEN
    body_hash := sha256(convert_to(jsonb_build_array(notify.type, notify.data, extract(epoch FROM notify.scheduled_at))::text, 'UTF8'));
    -- Waits for another transaction that brings the same key; an expired key is taken over.
    INSERT INTO idempotency_keys AS k (scope, key, body_hash, notification_id, trace_id, expires_at)
    VALUES ('sql ' || session_user, notify.idempotency_key, body_hash, made, trace, at + interval '24 hours')
    ON CONFLICT (scope, key) DO UPDATE SET body_hash = excluded.body_hash, notification_id = excluded.notification_id,
      trace_id = excluded.trace_id, expires_at = excluded.expires_at
    WHERE k.expires_at < at;
    IF NOT FOUND THEN
      SELECT * INTO STRICT stored FROM idempotency_keys k
      WHERE k.scope = 'sql ' || session_user AND k.key = notify.idempotency_key;
      IF stored.body_hash <> body_hash THEN
        RAISE EXCEPTION USING ERRCODE = 'PH422', MESSAGE = 'idempotency_key: was used with another body',
          COLUMN = 'idempotency_key';
      END IF;
      RETURN stored.notification_id;
    END IF;
  END IF;

  INSERT INTO notifications (id, event_type, source, source_name, trace_id, payload, scheduled_at, created_at)
  VALUES (made, notify.type, 'sql', session_user, trace, jsonb_build_object('type', notify.type, 'data', notify.data),
    notify.scheduled_at, at);
  -- Arrays under the same job key are joined by the queue: one job for up to a hundred calls of this transaction.
  PERFORM graphile_worker.add_job('notifications.plan', json_build_array(made), max_attempts => 5,
    job_key => 'posthorn.notify ' || pg_current_xact_id() || ' ' || nextval('sql_calls') / 100);
  RETURN made;
END
$body$
$sql$, '{home}', home);
  -- Whom it is granted to may call it, and nothing else of ours.
  EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA %s FROM PUBLIC', home);
END
$do$;
