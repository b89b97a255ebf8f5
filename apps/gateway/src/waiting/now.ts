import { isEnding } from '@bistro/oracle'
import type { ServiceName } from '@bistro/services'
import type { Waiting } from '../contract/index.ts'
import type { SeenEvent } from '../projection/seen.ts'
import type { Work } from './asked.ts'
import type { Gates } from './gates.ts'
import { exactly } from './judge.ts'
import type { Look } from './look.ts'
import { stuckSince } from './stuck.ts'
import { isStep, type Step, waitsIn } from './waits.ts'

export interface SagaWaits {
  readonly waitingFor: readonly Waiting[]
  readonly isStuck: boolean
  /** Services that do not answer. */
  readonly away: readonly string[]
}

export interface WaitsNow {
  /** What one saga waits for at this moment: everybody who may know is asked. */
  of(events: readonly SeenEvent[], streams: ReadonlyMap<ServiceName, string>): Promise<SagaWaits>
}

interface Parts {
  readonly work: Pick<Work, 'askAbout'>
  readonly gates: Gates
  readonly look: Pick<Look, 'marks'>
}

export const waitsNow = ({ work, gates, look }: Parts): WaitsNow => ({
  of: async (events, streams) => {
    const steps = events.flatMap(toStep)
    const asked = await work.askAbout([...streams])
    const known = await exactly(steps, { asked, marks: look.marks }, gates)
    const waitingFor = waitsIn(known)(steps)
    const newsMs = Math.max(
      ...events.map(({ seenAt, time }) => Math.max(Date.parse(seenAt), Date.parse(time ?? seenAt))),
    )
    const isOpen = !steps.some(isEnding)
    const isStuck = isOpen && stuckSince(waitingFor, newsMs, asked.atMs) !== undefined
    return { waitingFor, isStuck, away: [...asked.away.keys()] }
  },
})

function toStep(event: SeenEvent): Step[] {
  const { service, stream, version, type, id, causation, time, raw } = event
  if (version === 0 || time === undefined || !isStep(event)) return []
  const { topic, partition, offset } = raw
  const known = { service: service as ServiceName, stream, version, type, timeMs: Date.parse(time) }
  return [{ ...known, id, causation, topic, partition, offset }]
}
