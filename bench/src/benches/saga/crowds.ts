import type { Manifest } from '@bistro/client'
import type { Crowd } from '../../load/protocol.ts'
import { atOneEvening, byTurns, makeGuests } from '../../product/guests.ts'

const GUESTS = { served: 400, hot: 100, failing: 20 }
const SMOKE_GUESTS = { served: 20, hot: 10, failing: 3 }

/** The guests of the load, by subject. */
export interface Crowds {
  readonly everybody: readonly Crowd[]
  readonly hot: readonly Crowd[]
  /** With so many failing sagas in a hundred; each third of them fails for another reason. */
  failing(percent: number): readonly Crowd[]
}

export async function makeCrowds(manifest: Manifest, isSmoke: boolean): Promise<Crowds> {
  const counts = isSmoke ? SMOKE_GUESTS : GUESTS
  const served = await makeGuests(manifest, 'served', counts.served)
  const failing = [
    await makeGuests(manifest, 'declined', counts.failing),
    await makeGuests(manifest, 'withoutCredit', counts.failing),
    await makeGuests(manifest, 'notServed', counts.failing),
  ]
  return {
    everybody: [byTurns(served)],
    hot: [atOneEvening(served.slice(0, counts.hot))],
    failing: (percent) => [
      byTurns(served, 1 - percent / 100),
      ...failing.map((guests) => byTurns(guests, percent / 100 / failing.length)),
    ],
  }
}
