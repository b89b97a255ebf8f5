import type { Topology } from '@bistro/gateway/contract'

const topic = (service: string) => `bistro.${service}.v1`

/** As the definitions of the services say it: what each publishes, acts on, keeps and calls. */
const SYSTEM: readonly Omit<Topology['services'][number], 'undoes'>[] = [
  {
    service: 'customer',
    topics: [topic('customer')],
    subscribes: [topic('order'), topic('reservation')],
    publishes: ['CustomerRegistered', 'CreditReserved', 'CreditRefused', 'CreditReleased', 'CreditDebited'],
    acts: ['OrderRequested', 'OrderCancelled', 'OrderDelivered'],
    views: ['customer_reservations'],
    calls: [],
  },
  {
    service: 'reservation',
    topics: [topic('reservation')],
    subscribes: [topic('customer'), topic('order'), topic('payment')],
    publishes: [
      ...['EveningOpened', 'ReservationHeld', 'ReservationRejected', 'Reservation_confirmed', 'ReservationExpired'],
      ...['ReservationCancellationRequested', 'ReservationCancellationRejected', 'ReservationCancelled'],
    ],
    acts: ['PaymentProcessed', 'OrderCancelled', 'OrderCancellationRejected'],
    views: ['evenings', 'known_customers'],
    calls: [],
  },
  {
    service: 'order',
    topics: [topic('order')],
    subscribes: [topic('customer'), topic('payment'), topic('reservation'), topic('shipping')],
    publishes: [
      ...['OrderRequested', 'OrderValidated', 'OrderPaymentProcessed', 'OrderReservationConfirmed', 'OrderConfirmed'],
      ...[
        'OrderDispatched',
        'OrderCancellationRequested',
        'OrderCancellationRejected',
        'OrderCancelled',
        'OrderDelivered',
      ],
    ],
    acts: [
      ...['ReservationHeld', 'CreditReserved', 'CreditRefused', 'PaymentProcessed', 'Reservation_confirmed'],
      ...['PaymentFailed', 'ReservationExpired', 'ReservationCancellationRequested', 'ShipmentDispatched'],
      ...['ShipmentCancelled', 'ShipmentFailed', 'ShipmentDelivered'],
    ],
    views: ['evenings'],
    calls: [],
  },
  {
    service: 'payment',
    topics: [topic('payment')],
    subscribes: [topic('order')],
    publishes: [
      ...['PaymentRequested', 'PaymentProcessed', 'PaymentFailed', 'PaymentVoidRequested', 'RefundRequested'],
      ...['PaymentRefunded', 'PaymentRefundFailed'],
    ],
    acts: ['OrderValidated', 'OrderCancelled'],
    views: ['refund_failures'],
    calls: ['card provider'],
  },
  {
    service: 'shipping',
    topics: [topic('shipping')],
    subscribes: [topic('customer'), topic('order')],
    publishes: [
      ...['ShipmentScheduled', 'ShipmentDispatched', 'ShipmentLost', 'ShipmentDelivered', 'ShipmentFailed'],
      ...['ShipmentCancellationRequested', 'ShipmentCancelled'],
    ],
    acts: ['OrderConfirmed', 'OrderCancellationRequested'],
    views: ['delivery_addresses', 'deliveries'],
    calls: ['carrier'],
  },
  {
    service: 'notification',
    topics: [],
    subscribes: [topic('customer'), topic('order'), topic('payment'), topic('reservation')],
    publishes: [],
    acts: [
      ...['CustomerRegistered', 'ReservationHeld', 'ReservationRejected', 'Reservation_confirmed', 'PaymentRefunded'],
      ...['PaymentRefundFailed', 'OrderCancelled', 'OrderDispatched', 'OrderDelivered'],
    ],
    views: ['guests', 'deposits', 'mails'],
    calls: ['mail server'],
  },
]

const UNDOES = /Cancelled$|Released$|Refunded$|PaymentFailed$/

export const TOPOLOGY: Topology = {
  services: SYSTEM.map((service) => ({ ...service, undoes: service.publishes.filter((type) => UNDOES.test(type)) })),
}

export const SERVICES = TOPOLOGY.services.map(({ service }) => service)
