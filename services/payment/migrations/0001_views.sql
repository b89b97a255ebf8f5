-- Up Migration
CREATE TABLE refund_failures (
  reservation_id text PRIMARY KEY,
  order_id text NOT NULL,
  payment_id text NOT NULL,
  amount json NOT NULL,
  reason text NOT NULL
);
