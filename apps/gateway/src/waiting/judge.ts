import type { ServiceName } from '@bistro/services'
import type { Waiting } from '../contract/index.ts'
import type { Gates } from './gates.ts'
import { stuckSince } from './stuck.ts'
import { type Known, type Step, waitsIn } from './waits.ts'

/** A saga that waits longer than it should. */
export interface Stuck {
  readonly reservationId: string
  readonly sinceMs: number
  readonly waitingFor: readonly Waiting[]
}

/** An open saga without recent news. */
export interface Quiet {
  readonly reservationId: string
  readonly newsMs: number
  readonly steps: readonly Step[]
}

/** So many sagas that seem to wait for a consumer are asked about one by one: offsets are committed some seconds late. */
const MOST_ASKED = 200
const AT_ONCE = 20

/** Which of these sagas are stuck, by what is known of all; a consumer that seems to be behind is asked. */
export async function judge(quiet: readonly Quiet[], known: Known, gates: Gates): Promise<Stuck[]> {
  const waitsOf = waitsIn(known)
  const judged = quiet.flatMap((saga) => verdict(saga, waitsOf(saga.steps), known) ?? [])
  const doubtful = judged.filter(({ waitingFor }) => waitingFor.some((waiting) => isDoubtful(waiting, known)))
  const asked = new Map<string, Stuck | undefined>()
  const wanted = doubtful.slice(0, MOST_ASKED)
  for (let start = 0; start < wanted.length; start += AT_ONCE)
    await Promise.all(
      wanted.slice(start, start + AT_ONCE).map(async ({ reservationId }) => {
        const saga = quiet.find((other) => other.reservationId === reservationId)
        if (saga) asked.set(reservationId, await askAbout(saga, known, gates))
      }),
    )
  return judged.flatMap((stuck) => (asked.has(stuck.reservationId) ? (asked.get(stuck.reservationId) ?? []) : [stuck]))
}

const isDoubtful = ({ kind, service }: Waiting, { asked }: Known): boolean =>
  kind === 'consumer' && !asked.away.has(service as ServiceName)

async function askAbout(saga: Quiet, known: Known, gates: Gates): Promise<Stuck | undefined> {
  const exact = await exactly(saga.steps, known, gates)
  return verdict(saga, waitsIn(exact)(saga.steps), exact)
}

function verdict({ reservationId, newsMs }: Quiet, waitingFor: Waiting[], { asked }: Known): Stuck | undefined {
  // Where a list was cut, its rest may be what the saga waits for.
  if (waitingFor.length === 0 && asked.cut.size > 0) return undefined
  const sinceMs = stuckSince(waitingFor, newsMs, asked.atMs)
  return sinceMs === undefined ? undefined : { reservationId, sinceMs, waitingFor }
}

/** The same knowledge with the gates of everybody who may have to read an event of these. */
export async function exactly(steps: readonly Step[], known: Known, gates: Gates): Promise<Known> {
  const versions = new Map<string, number | undefined>()
  const keyOf = (reader: ServiceName, service: string, stream: string): string => `${reader} ${service} ${stream}`
  const wanted = new Map<string, () => Promise<number | undefined>>()
  waitsIn({
    ...known,
    gateOf: (reader, { service, stream }) => {
      if (!known.asked.away.has(reader))
        wanted.set(keyOf(reader, service, stream), () => gates.versionAt(reader, service, stream))
      return undefined
    },
  })(steps)
  await Promise.all([...wanted].map(async ([key, ask]) => versions.set(key, await ask())))
  return { ...known, gateOf: (reader, { service, stream }) => versions.get(keyOf(reader, service, stream)) }
}
