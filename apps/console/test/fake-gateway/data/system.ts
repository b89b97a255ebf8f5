import type { Moves, Partitions, Placement, Processes, Views } from '@bistro/gateway/contract'
import { murmur2, partitionOf } from '../../../src/pages/partitions/murmur2.ts'
import { SERVICES, TOPOLOGY } from './topology.ts'

const PARTITIONS = 6
const MAX_PARTITIONS = 64

export const partitionsOf = (added: ReadonlyMap<string, number>): Partitions => ({
  most: MAX_PARTITIONS,
  topics: TOPOLOGY.services.flatMap(({ service, topics }) =>
    topics.map((topic) => ({
      topic,
      service,
      partitions: Array.from({ length: added.get(topic) ?? PARTITIONS }, (_, partition) => ({
        partition,
        begin: '0',
        end: String(1000 + partition * 37),
        readers: TOPOLOGY.services
          .filter(({ subscribes }) => subscribes.includes(topic))
          .map((reader) => ({
            service: reader.service,
            ...(partition === 5 && reader.service === 'payment' ? {} : { member: `${reader.service}-1` }),
            position: String(1000 + partition * 37 - (reader.service === 'payment' ? 52 : 0)),
            lagMessages: reader.service === 'payment' ? 52 : 0,
          })),
      })),
    })),
  ),
})

export function placementOf(key: string, partitions: number): Placement {
  const trace = murmur2(key)
  const { bytes, hash, positive } = trace
  return { key, bytes: [...bytes], hash: hash | 0, positive, partitions, partition: partitionOf(trace, partitions) }
}

export const movesOf = (from: number, to: number): Moves => ({
  from,
  to,
  modulo: from === to ? 0 : 1 - gcd(from, to) / Math.max(from, to),
  consistent: Math.abs(to - from) / Math.max(from, to),
})

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

export const viewsOf = (nowMs: number): Views => ({
  items: [
    {
      service: 'customer',
      view: 'customer_reservations',
      source: 'replicated',
      rows: 812,
      reads: ['Reservation_confirmed', 'ReservationCancelled'],
      lagSeconds: 0,
    },
    {
      service: 'reservation',
      view: 'known_customers',
      source: 'replicated',
      rows: 40,
      reads: ['CustomerRegistered'],
      lagSeconds: 0,
      rebuild: {
        status: 'running',
        startedAt: new Date(nowMs - 2000).toISOString(),
        done: 31,
        total: 40,
        differences: [],
      },
    },
    {
      service: 'order',
      view: 'evenings',
      source: 'replicated',
      rows: 6,
      reads: ['EveningOpened'],
      lagSeconds: 3.4,
      rebuild: {
        status: 'differs',
        startedAt: new Date(nowMs - 9000).toISOString(),
        endedAt: new Date(nowMs - 8000).toISOString(),
        done: 6,
        total: 6,
        rows: 6,
        differences: [{ key: 'menu-1', live: { price: 4900 }, rebuilt: { price: 5000 } }],
      },
    },
    {
      service: 'shipping',
      view: 'delivery_addresses',
      source: 'replicated',
      rows: 40,
      reads: ['CustomerRegistered', 'CustomerAddressChanged'],
      lagSeconds: 0,
    },
  ],
  unavailable: [],
})

export const processesOf = (stopped: ReadonlySet<string>): Processes => ({
  reachable: true,
  items: [...SERVICES, 'psp', 'carrier', 'kafka'].map((name) => ({ name, running: !stopped.has(name) })),
})
