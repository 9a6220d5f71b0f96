CREATE INDEX "deliveries_first_of_digest_idx" ON "deliveries" USING btree ("notification_id") WHERE is_digest;--> statement-breakpoint
-- As before, and what was collected in a digest shares the fate of its first, with the notifications it is of.
CREATE OR REPLACE FUNCTION refresh_notification_status(ids uuid[], at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  firsts uuid[];
  every uuid[] := ids;
  low uuid;
  high uuid;
BEGIN
  SELECT array_agg(d.id) INTO firsts FROM deliveries d
  WHERE d.notification_id = ANY (ids) AND d.is_digest AND d.status <> 'CANCELLED';
  IF firsts IS NOT NULL THEN
    PERFORM 1 FROM deliveries m WHERE m.digest_of = ANY (firsts) AND m.status NOT IN ('WITHHELD', 'CANCELLED')
    ORDER BY m.id FOR UPDATE;
    WITH shared AS (
      UPDATE deliveries m SET status = CASE d.status WHEN 'SENDING' THEN 'QUEUED' ELSE d.status END,
        reason = d.reason, reason_text = d.reason_text, fingerprint = d.fingerprint, due_at = d.due_at,
        provider = d.provider, provider_message_id = d.provider_message_id, sent_at = d.sent_at, seen_at = d.seen_at
      FROM deliveries d
      WHERE d.id = ANY (firsts) AND m.digest_of = d.id AND m.status NOT IN ('WITHHELD', 'CANCELLED')
        AND (m.status, m.reason, m.reason_text, m.due_at, m.provider_message_id, m.sent_at, m.seen_at) IS DISTINCT FROM
          (CASE d.status WHEN 'SENDING' THEN 'QUEUED' ELSE d.status END,
            d.reason, d.reason_text, d.due_at, d.provider_message_id, d.sent_at, d.seen_at)
      RETURNING m.notification_id
    )
    SELECT ids || coalesce(array_agg(DISTINCT notification_id), '{}') INTO every FROM shared;
  END IF;
  SELECT i INTO low FROM unnest(every) AS i ORDER BY i LIMIT 1;
  SELECT i INTO high FROM unnest(every) AS i ORDER BY i DESC LIMIT 1;
  PERFORM 1 FROM notifications n WHERE n.id = ANY (every) AND n.id BETWEEN low AND high ORDER BY n.id FOR UPDATE;
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
      (array_agg(reason_text ORDER BY (status = 'WITHHELD'), (status = 'SENT'), id DESC)
        FILTER (WHERE reason_text IS NOT NULL))[1] AS reason_text,
      (array_agg(reason_text ORDER BY id DESC) FILTER (WHERE status IN ('FAILED', 'BOUNCED', 'COMPLAINED', 'UNKNOWN')))[1] AS error_text,
      min(sent_at) AS sent_at
    FROM (
      SELECT DISTINCT ON (d.notification_id, d.channel, d.address)
        d.notification_id, d.id, d.status, d.reason_text, d.sent_at
      FROM deliveries d
      WHERE d.notification_id = ANY (every)
      ORDER BY d.notification_id, d.channel, d.address, d.id DESC
    ) newest
    GROUP BY notification_id
  ) s
  WHERE n.id = s.notification_id AND n.id BETWEEN low AND high AND n.status NOT IN ('PENDING', 'RECORDED');
END
$$;
