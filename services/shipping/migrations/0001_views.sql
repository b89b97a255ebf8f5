-- Up Migration
CREATE TABLE delivery_addresses (
  customer_id text PRIMARY KEY,
  address json NOT NULL
);

CREATE TABLE deliveries (
  shipment_id text PRIMARY KEY,
  order_id text NOT NULL,
  customer_id text NOT NULL
);
