-- As before, but where one delivery was withheld and another was not, the reason is the other's.
CREATE OR REPLACE FUNCTION refresh_notification_status(ids uuid[], at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
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
      (array_agg(reason_text ORDER BY (status = 'WITHHELD'), (status = 'SENT'), id DESC)
        FILTER (WHERE reason_text IS NOT NULL))[1] AS reason_text,
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
