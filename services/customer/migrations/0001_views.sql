-- Up Migration
CREATE TABLE customer_reservations (
  reservation_id text PRIMARY KEY,
  customer_id text NOT NULL,
  evening_id text NOT NULL,
  seats integer NOT NULL,
  status text NOT NULL
);

CREATE INDEX customer_reservations_of_customer ON customer_reservations (customer_id, reservation_id DESC);
