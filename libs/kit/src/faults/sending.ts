import type { Log, OutgoingRecord } from '../runtime/log.ts'
import type { Store } from '../runtime/store.ts'
import type { Faulty } from './faulty.ts'

const SLOW_MOST_MS = 6_000
const LATE_COPY_MOST_MS = 40_000
const OVERTAKEN_MOST_MS = 400
const SLOW = 0.01
const LOSE_ANSWER = 0.02
const LATE_COPY = 0.004
const OVERTAKE = 0.03
/** After so many lost responses in a row one arrives: otherwise a service that loses each would never go on. */
const MAX_LOST_IN_A_ROW = 3

class BrokerSilent extends Error {
  readonly retryable = true

  constructor() {
    super('the broker does not respond')
  }
}

/** Sends records to the topic: some late, some twice, some in another order. */
export function faultySend(
  deliver: Log['send'],
  { acknowledge }: Pick<Store, 'acknowledge'>,
  faulty: Faulty,
): Log['send'] {
  const { decisions, nets, life, memory, random, time, pace, note } = faulty
  let lostInARow = 0

  /** The broker stores a part of the records and does not respond: the relay sends all of them again. */
  const keepSome = async (topic: string, records: readonly OutgoingRecord[]): Promise<void> => {
    const kept = random.between(1, records.length)
    note(`the broker stores ${kept} events, but its response is lost: the relay sends them again`)
    await deliver(topic, records.slice(0, kept))
    throw new BrokerSilent()
  }
  const overtaken = async (topic: string, first: OutgoingRecord, others: readonly OutgoingRecord[]): Promise<void> => {
    note(`${typesOf([first])} is overtaken on its way to the topic`)
    await deliver(topic, others)
    await time.sleep(random.between(1, decisions.mostMs('reorder', OVERTAKEN_MOST_MS)))
    await deliver(topic, [first])
  }
  const copyLate = (topic: string, record: OutgoingRecord): void =>
    time.later(random.between(1, decisions.mostMs('duplicate', LATE_COPY_MOST_MS)), () => {
      note(`a late copy of ${typesOf([record])} arrives on the topic`, record.headers.ce_correlationid)
      // If the log is unavailable now, there is no copy.
      void deliver(topic, [record]).catch(() => undefined)
    })

  return async (topic, records) => {
    if (!nets.markAfterSend) {
      await acknowledge(memory.outboxOf(records.map(({ headers }) => headers.ce_id ?? '')))
      life.mayDie('between marking and sending')
      if (life.isOver) return
    }
    const isSlow = decisions.injects('delay', SLOW)
    const afterMs = isSlow ? random.between(1, decisions.mostMs('delay', SLOW_MOST_MS)) : pace.sendMs()
    if (isSlow) note(`${typesOf(records)} reaches the topic ${afterMs} ms late`)
    if (afterMs > 0) await time.sleep(afterMs)
    lostInARow = decisions.injects('duplicate', LOSE_ANSWER) ? lostInARow + 1 : 0
    if (lostInARow > MAX_LOST_IN_A_ROW) lostInARow = 0
    if (lostInARow > 0) return keepSome(topic, records)
    const [first, ...others] = records
    if (first && others.length > 0 && decisions.injects('reorder', OVERTAKE)) await overtaken(topic, first, others)
    else await deliver(topic, records)
    for (const record of records) if (decisions.injects('duplicate', LATE_COPY)) copyLate(topic, record)
  }
}

const typesOf = (records: readonly OutgoingRecord[]): string =>
  records.map(({ headers: { ce_type = '' } }) => ce_type.slice(ce_type.lastIndexOf('.') + 1)).join(', ')
