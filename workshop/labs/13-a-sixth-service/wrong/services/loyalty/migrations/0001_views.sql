-- Up Migration
CREATE TABLE delivered_orders (
  customer_id text PRIMARY KEY,
  delivered integer NOT NULL
);
