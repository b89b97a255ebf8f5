import type { ServerResponse } from 'node:http'
import type { LiveData, LiveName, SagaEvent } from '@bistro/gateway/contract'
import { crowd } from './crowd.ts'
import { eventsOf } from './data/events.ts'
import { reservationId } from './data/ids.ts'
import { healthOf } from './data/overview.ts'
import { summaryOf } from './data/summary.ts'
import type { FakeState } from './state.ts'

const TICK_MS = 100
const HEALTH_TICKS = 20
/** Sagas that may still have news: later ones have ended. */
const YOUNG_MS = 60_000

interface Client {
  readonly response: ServerResponse
  readonly saga: string | undefined
}

/** Sends what the clock brings to pass in young sagas. */
export class FakeLive {
  readonly #clients = new Set<Client>()
  readonly #state: FakeState
  readonly #timer: ReturnType<typeof setInterval>
  /** Events that happen besides, to see what a busy hour does to a page. */
  crowdPerSecond = 0
  #lookedMs = Date.now()
  #ticks = 0
  #id = 0

  constructor(state: FakeState) {
    this.#state = state
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  add(response: ServerResponse, saga: string | undefined): void {
    const client = { response, saga }
    this.#clients.add(client)
    response.once('close', () => this.#clients.delete(client))
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': hello\n\n')
  }

  send<N extends LiveName>(name: N, data: LiveData[N], isFor: (client: Client) => boolean = () => true): void {
    const text = `id: ${++this.#id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`
    for (const client of this.#clients) if (isFor(client)) client.response.write(text)
  }

  /** Ends every connection, as a gateway does that goes away. */
  drop(): void {
    for (const { response } of this.#clients) response.destroy()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.drop()
  }

  #tick(): void {
    const nowMs = Date.now()
    const from = this.#lookedMs
    this.#lookedMs = nowMs
    const all: SagaEvent[] = []
    const changed = []
    for (const saga of this.#state.shown.filter(({ startedMs }) => nowMs - startedMs < YOUNG_MS)) {
      const events = eventsOf(saga, nowMs)
      const news = events.filter(({ time }) => Date.parse(time) > from)
      if (news.length === 0) continue
      const id = reservationId(saga.number)
      const items = [summaryOf(saga, nowMs, events)]
      all.push(...news)
      changed.push(...items)
      this.send('event', { at: isoOf(nowMs), counts: countsOf(news), items: news }, (client) => client.saga === id)
      this.send('saga', { items }, (client) => client.saga === id)
    }
    if (all.length > 0)
      this.send('event', { at: isoOf(nowMs), counts: countsOf(all), items: all.slice(0, 20) }, isForAll)
    if (changed.length > 0) this.send('saga', { items: changed.slice(0, 50) }, isForAll)
    if (this.crowdPerSecond > 0) this.send('event', crowd((this.crowdPerSecond * TICK_MS) / 1000, nowMs), isForAll)
    if (this.#ticks++ % HEALTH_TICKS === 0)
      this.send('health', { services: healthOf(nowMs), unavailable: (this.#state.extra.unavailable ?? []) as [] })
  }
}

const isForAll = ({ saga }: Client) => saga === undefined
const isoOf = (ms: number) => new Date(ms).toISOString()

function countsOf(events: readonly SagaEvent[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { service, type } of events) counts[`${service} ${type}`] = (counts[`${service} ${type}`] ?? 0) + 1
  return counts
}
