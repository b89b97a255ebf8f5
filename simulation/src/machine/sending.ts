import type { OutgoingRecord } from '@bistro/kit/runtime'
import type { Process } from './process.ts'

const ANSWERS_MOST_MS = 12
const SLOW_MOST_MS = 6_000
const LATE_COPY_MOST_MS = 40_000
const OVERTAKEN_MOST_MS = 400
const SLOW = 0.01
const LOSE_ANSWER = 0.02
const LATE_COPY = 0.004
const OVERTAKE = 0.03

class BrokerSilent extends Error {
  readonly retryable = true

  constructor() {
    super('the broker does not respond')
  }
}

/** Sends one process's records to the topic: some late, some twice, some in another order. */
export async function send(process: Process, topic: string, records: readonly OutgoingRecord[]): Promise<void> {
  const { site, life } = process
  const { agenda, broker, faults, random, nets } = site.ground
  if (!nets.markAfterSend) {
    await site.mark(records)
    life.mayDie('between marking and sending')
    if (life.isOver) return
  }
  const isSlow = faults.injects('delay', SLOW)
  const afterMs = random.between(1, isSlow ? SLOW_MOST_MS : ANSWERS_MOST_MS)
  if (isSlow) site.note(`${typesOf(records)} reaches the topic ${afterMs} ms late`, { fault: true })
  await agenda.sleep(afterMs)
  if (faults.injects('duplicate', LOSE_ANSWER)) return keepSome(process, topic, records)
  const [first, ...others] = records
  if (first && others.length > 0 && faults.injects('reorder', OVERTAKE)) {
    site.note(`${typesOf([first])} is overtaken on its way to the topic`, { fault: true })
    await broker.append(topic, others)
    await agenda.sleep(random.between(1, OVERTAKEN_MOST_MS))
    await broker.append(topic, [first])
  } else await broker.append(topic, records)
  for (const record of records) if (faults.injects('duplicate', LATE_COPY)) copyLate(process, topic, record)
}

/** The broker stores a part of the records and does not respond: the relay sends all of them again. */
async function keepSome({ site }: Process, topic: string, records: readonly OutgoingRecord[]): Promise<void> {
  const { broker, random } = site.ground
  const kept = random.between(1, records.length)
  site.note(`the broker stores ${kept} events, but its response is lost: the relay sends them again`, { fault: true })
  await broker.append(topic, records.slice(0, kept))
  throw new BrokerSilent()
}

function copyLate({ site }: Process, topic: string, record: OutgoingRecord): void {
  const { agenda, broker, random } = site.ground
  agenda.in(random.between(1, LATE_COPY_MOST_MS), () => {
    const saga = record.headers.ce_correlationid
    site.note(`a late copy of ${typesOf([record])} arrives on the topic`, { saga, fault: true })
    return broker.append(topic, [record])
  })
}

const typesOf = (records: readonly OutgoingRecord[]): string =>
  records.map(({ headers: { ce_type = '' } }) => ce_type.slice(ce_type.lastIndexOf('.') + 1)).join(', ')
