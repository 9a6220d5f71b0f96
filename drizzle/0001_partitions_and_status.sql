-- The lowest UUIDv7 of an instant (RFC 9562: 48 bits of milliseconds first): the bound of a partition.
CREATE FUNCTION uuid_at(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
--> statement-breakpoint
-- Makes the monthly partitions (UTC) from last month to `months_ahead` months on; those that exist stay.
-- Last month too: a replica's clock may be behind at the turn of a month. Returns how many were made.
CREATE FUNCTION make_partitions(months_ahead integer, at timestamptz DEFAULT now()) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  base timestamp := date_trunc('month', at AT TIME ZONE 'UTC');
  month timestamp;
  parent text;
  child text;
  made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('posthorn.make_partitions'));
  FOREACH parent IN ARRAY ARRAY['notifications', 'deliveries', 'delivery_contents', 'attempts'] LOOP
    FOR step IN -1..months_ahead LOOP
      month := base + make_interval(months => step);
      child := parent || to_char(month, '"_y"YYYY"m"MM');
      IF to_regclass(quote_ident(child)) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent,
          uuid_at(month AT TIME ZONE 'UTC'), uuid_at((month + interval '1 month') AT TIME ZONE 'UTC'));
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END
$$;
--> statement-breakpoint
-- Sets the status of notifications from their deliveries (contract: "A notification's status"): the newest delivery
-- per channel and address counts. Locks the notifications first, in order, and reads the deliveries after: of two
-- transactions that finish two deliveries at once, the second then sees both.
CREATE FUNCTION refresh_notification_status(ids uuid[], at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  low uuid;
  high uuid;
BEGIN
  SELECT i INTO low FROM unnest(ids) AS i ORDER BY i LIMIT 1;
  SELECT i INTO high FROM unnest(ids) AS i ORDER BY i DESC LIMIT 1;
  PERFORM 1 FROM notifications n WHERE n.id = ANY (ids) AND n.id BETWEEN low AND high ORDER BY n.id FOR UPDATE;
  UPDATE notifications n SET
    status = s.status,
    status_reason = CASE s.status
      WHEN 'PARTIAL' THEN s.sent || ' of ' || s.counted || ' sent'
      WHEN 'SENT' THEN NULL
      ELSE s.reason_text END,
    error_message = CASE WHEN s.status IN ('FAILED', 'PARTIAL', 'UNKNOWN') THEN s.error_text END,
    sent_at = CASE WHEN s.status IN ('SENT', 'PARTIAL') THEN coalesce(n.sent_at, s.sent_at, at) ELSE n.sent_at END
  FROM (
    SELECT notification_id,
      CASE
        WHEN bool_or(status IN ('QUEUED', 'SENDING')) THEN 'QUEUED'
        WHEN bool_or(status = 'HELD') THEN 'SCHEDULED'
        WHEN bool_or(status = 'UNKNOWN') THEN 'UNKNOWN'
        WHEN bool_and(status IN ('WITHHELD', 'CANCELLED')) THEN
          CASE WHEN bool_or(status = 'CANCELLED') THEN 'CANCELLED' ELSE 'WITHHELD' END
        WHEN bool_and(status IN ('SENT', 'DELIVERED', 'WITHHELD', 'CANCELLED')) THEN 'SENT'
        WHEN bool_or(status IN ('SENT', 'DELIVERED')) THEN 'PARTIAL'
        ELSE 'FAILED'
      END AS status,
      count(*) FILTER (WHERE status IN ('SENT', 'DELIVERED')) AS sent,
      count(*) FILTER (WHERE status NOT IN ('WITHHELD', 'CANCELLED')) AS counted,
      (array_agg(reason_text ORDER BY (status = 'SENT'), id DESC) FILTER (WHERE reason_text IS NOT NULL))[1] AS reason_text,
      (array_agg(reason_text ORDER BY id DESC) FILTER (WHERE status IN ('FAILED', 'BOUNCED', 'COMPLAINED', 'UNKNOWN')))[1] AS error_text,
      min(sent_at) AS sent_at
    FROM (
      SELECT DISTINCT ON (d.notification_id, d.channel, d.address)
        d.notification_id, d.id, d.status, d.reason_text, d.sent_at
      FROM deliveries d
      WHERE d.notification_id = ANY (ids)
      ORDER BY d.notification_id, d.channel, d.address, d.id DESC
    ) newest
    GROUP BY notification_id
  ) s
  WHERE n.id = s.notification_id AND n.id BETWEEN low AND high AND n.status NOT IN ('PENDING', 'RECORDED');
END
$$;
