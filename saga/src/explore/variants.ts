import { SAMPLE } from '@bistro/events/contract'
import type { AnyAggregate, AnyEvent } from '@bistro/kit'

const [kit] = SAMPLE.kits
const euros = (amount: number) => ({ amount, currency: 'EUR' })

/** What may be otherwise in an event: each is tried in every state. */
export const VARIANTS: readonly object[] = [
  SAMPLE,
  { ...SAMPLE, balance: euros(20_001) },
  { ...SAMPLE, kits: [{ ...kit, sku: 'no-such-kit' }] },
]

const SEEDS: Readonly<Record<string, AnyEvent>> = {
  seats: { type: 'SeatsOpened', data: { eveningId: SAMPLE.eveningId, seats: SAMPLE.seats } },
}

/** What an aggregate's private stream has to begin with, so that there is something to decide about. */
export const seedOf = ({ companion }: AnyAggregate): AnyEvent | undefined =>
  companion && SEEDS[companion.aggregate.name]
