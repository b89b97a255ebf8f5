-- Up Migration
CREATE TABLE guest_totals (
  customer_id text PRIMARY KEY,
  orders integer NOT NULL,
  spent integer NOT NULL
);
