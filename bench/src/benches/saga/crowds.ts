import type { Manifest } from '@bistro/stack'
import type { Crowd, Guest } from '../../load/protocol.ts'
import { atOneEvening, makeGuests } from '../../product/guests.ts'

const GUESTS = { served: 400, hot: 100, failing: 20 }
const SMOKE_GUESTS = { served: 20, hot: 10, failing: 3 }

/** Who the load comes from, by contender. */
export interface Crowds {
  readonly everybody: readonly Crowd[]
  readonly hot: readonly Crowd[]
  /** With so many sagas of a hundred that fail, each third for a reason of its own. */
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
  const crowd = (share: number, guests: readonly Guest[]): Crowd => ({ share, guests, choice: 'in-turn' })
  return {
    everybody: [crowd(1, served)],
    hot: [{ share: 1, guests: atOneEvening(served.slice(0, counts.hot)), choice: 'zipf' }],
    failing: (percent) => [
      crowd(1 - percent / 100, served),
      ...failing.map((guests) => crowd(percent / 100 / failing.length, guests)),
    ],
  }
}
