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
    views: ['known_customers'],
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
    views: [],
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
    views: ['delivery_addresses'],
    calls: ['carrier'],
  },
]

const UNDOES = /Cancelled$|Released$|Refunded$|PaymentFailed$/

export const TOPOLOGY: Topology = {
  services: SYSTEM.map((service) => ({ ...service, undoes: service.publishes.filter((type) => UNDOES.test(type)) })),
}

export const SERVICES = TOPOLOGY.services.map(({ service }) => service)
