import type { Manifest } from '@bistro/stack'
import type { Crowd, Guest } from '../../load/protocol.ts'
import { atOneEvening, makeGuests } from '../../product/guests.ts'

const SERVED_GUESTS = 400
const HOT_GUESTS = 100
const FAILING_GUESTS = 20

/** Who the load comes from, by contender. */
export interface Crowds {
  readonly everybody: readonly Crowd[]
  readonly hot: readonly Crowd[]
  /** With so many sagas of a hundred that fail, each third for a reason of its own. */
  failing(percent: number): readonly Crowd[]
}

export async function makeCrowds(manifest: Manifest): Promise<Crowds> {
  const served = await makeGuests(manifest, 'served', SERVED_GUESTS)
  const failing = [
    await makeGuests(manifest, 'declined', FAILING_GUESTS),
    await makeGuests(manifest, 'withoutCredit', FAILING_GUESTS),
    await makeGuests(manifest, 'notServed', FAILING_GUESTS),
  ]
  const crowd = (share: number, guests: readonly Guest[]): Crowd => ({ share, guests, choice: 'in-turn' })
  return {
    everybody: [crowd(1, served)],
    hot: [{ share: 1, guests: atOneEvening(served.slice(0, HOT_GUESTS)), choice: 'zipf' }],
    failing: (percent) => [
      crowd(1 - percent / 100, served),
      ...failing.map((guests) => crowd(percent / 100 / failing.length, guests)),
    ],
  }
}
