import type { Crowd, Guest } from './protocol.ts'

/** A guest at a time, such that each crowd has its share after any number of them. */
export function chooser(crowds: readonly Crowd[]): () => Guest {
  const lanes = crowds.map((crowd) => ({ share: crowd.share, pending: 0, next: choiceOf(crowd) }))
  return () => {
    for (const lane of lanes) lane.pending += lane.share
    const lane = lanes.reduce((most, one) => (one.pending > most.pending ? one : most))
    lane.pending -= 1
    return lane.next()
  }
}

function choiceOf({ guests, choice }: Crowd): () => Guest {
  if (guests.length === 0) throw new Error('a crowd has no guests')
  return choice === 'zipf' ? zipf(guests) : inTurn(guests)
}

function inTurn(guests: readonly Guest[]): () => Guest {
  let next = 0
  return () => guests[next++ % guests.length] as Guest
}

/** The k-th guest comes 1/k as often as the first. */
function zipf(guests: readonly Guest[]): () => Guest {
  let sum = 0
  const cumulated = guests.map((_, index) => {
    sum += 1 / (index + 1)
    return sum
  })
  return () => {
    const drawn = Math.random() * sum
    return guests[cumulated.findIndex((bound) => drawn < bound)] as Guest
  }
}
