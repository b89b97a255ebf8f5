import pino from 'pino'
import { v7 as newId } from 'uuid'
import { type FaultControl, NOTHING_BROKEN } from '../faults/index.ts'
import { type Api, createApi, ownNames, type Routes } from '../http/index.ts'
import { createMemoryStore } from '../memory/index.ts'
import type { AnyEvent, Service } from '../model/index.ts'
import { publisherOf } from '../model/service.ts'
import {
  type Codec,
  Health,
  type RunningRuntime,
  SILENT_LOGGER,
  SILENT_METER,
  SYSTEM,
  startRuntime,
} from '../runtime/index.ts'
import { HandFedLog } from './hand-fed-log.ts'

/** Header values of other services' records, by event type. */
export interface Wire {
  sourceOf(type: string): string
  /** `ce_type`. */
  ceTypeOf(type: string): string
}

export interface HarnessParts {
  readonly service: Service
  readonly routes: Routes
  readonly ports?: unknown
  readonly codec: Codec
  readonly wire: Wire
}

/** A running service whose surroundings the test controls. */
export interface Harness {
  /** For `inject`. */
  readonly api: Api
  readonly runtime: RunningRuntime
  /** Delivers an event of another service as the next of its stream, its first field; resolves when it is stored. */
  arrive(event: AnyEvent): Promise<void>
  /** Delivers undecodable bytes as the next event of a stream; resolves when they are parked. */
  arriveBroken(type: string, stream: string): Promise<void>
  /** Published events, oldest first. */
  published(): AnyEvent[]
  /** Resolves when `count` events of the type are published. */
  until(type: string, count?: number): Promise<void>
  stop(): Promise<void>
}

const OPERATOR_TOKEN = 'the operator of the harness'
/** The additional headers of an operator's request. */
export const OPERATOR_HEADERS = { authorization: `Bearer ${OPERATOR_TOKEN}` }

export async function createHarness({ service, routes, ports, codec, wire }: HarnessParts): Promise<Harness> {
  const log = new HandFedLog()
  const store = createMemoryStore()
  const health = new Health(SILENT_LOGGER)
  const quiet = { logger: SILENT_LOGGER, meter: SILENT_METER, health, ...SYSTEM }
  const runtime = await startRuntime({ service, store, log, codec, ports, ...quiet })
  const logger = pino({ level: 'silent' })
  const registry = { contentType: 'text/plain', metrics: async () => '' }
  const api = await createApi({
    runtime,
    routes,
    ports,
    logger,
    registry,
    access: { names: ownNames(service.name, '127.0.0.1', ''), operatorToken: OPERATOR_TOKEN },
    state: () => ({ notReady: undefined, unavailable: [] }),
    faults: faultsInWords(),
  })
  const published = (): AnyEvent[] =>
    log.sent.map(({ headers, value }) => {
      const type = (headers.ce_type ?? '').slice(service.namespace.length + 1)
      return { type, data: codec.decode(type, value) as object }
    })
  return {
    api,
    runtime,
    ...arrivals(service, log, codec, wire),
    published,
    until: (type, count = 1) => log.until(() => published().filter((event) => event.type === type).length >= count),
    stop: async () => {
      await api.close()
      await runtime.stop()
    },
  }
}

function arrivals(
  { subscribes }: Service,
  log: HandFedLog,
  codec: Codec,
  wire: Wire,
): Pick<Harness, 'arrive' | 'arriveBroken'> {
  const versions = new Map<string, number>()
  const deliver = async (type: string, stream: string, value: Buffer) => {
    const source = wire.sourceOf(type)
    const place = `${source} ${stream}`
    const version = (versions.get(place) ?? 0) + 1
    versions.set(place, version)
    const headers = {
      ce_id: newId(),
      ce_type: wire.ceTypeOf(type),
      ce_source: source,
      ce_subject: stream,
      ce_sequence: String(version),
      ce_time: new Date().toISOString(),
    }
    const topic = subscribes.find((name) => source.endsWith(`/${publisherOf(name)}`)) ?? 'a topic of nobody'
    await log.deliver({ topic, headers, value })
  }
  return {
    arrive: ({ type, data }) => deliver(type, String(Object.values(data)[0]), codec.encode(type, data)),
    arriveBroken: (type, stream) => deliver(type, stream, Buffer.from('no event')),
  }
}

/** Takes and tells what is to be broken, and breaks nothing. */
function faultsInWords(): FaultControl {
  let plan = NOTHING_BROKEN
  return {
    known: { faults: [], safetyNets: [] },
    get plan() {
      return plan
    },
    set: (wanted) => {
      plan = wanted
    },
  }
}
