-- Up Migration
-- States written before they said since when a refund is refused.
UPDATE streams SET state = (streams.state::jsonb || jsonb_build_object('refusedSince', first.refused))::json
  FROM (
    SELECT stream, to_char(min(time) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS refused
    FROM events WHERE type = 'PaymentRefundFailed' GROUP BY stream
  ) AS first
  WHERE streams.stream = first.stream;
