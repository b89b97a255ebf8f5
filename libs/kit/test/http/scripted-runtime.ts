import type { Outcome, Request, Service } from '../../src/model/index.ts'
import type { History, Reader, Runtime, Settled, Until } from '../../src/runtime/index.ts'

export const STREAM = '01890000-0000-7000-8000-000000000001'

const service: Service = {
  name: 'pantry',
  source: '/services/pantry',
  namespace: 'test.pantry',
  topic: 'test.pantry.v1',
  subscribes: ['test.garden.v1'],
  aggregates: [],
  policies: {},
  views: [],
  timers: [],
  effects: [],
  sagaOf: () => undefined,
}

const reader: Reader = {
  snapshot: async () => undefined,
  snapshots: async () => new Map(),
  recent: async () => [],
  row: async () => undefined,
  rows: async () => [],
  gateVersion: async () => 0,
  eventsAfter: async () => [],
  gates: async () => [],
  commands: async () => [],
  parked: async () => [],
  parkedById: async () => undefined,
  parkedBehind: async () => 0,
  pending: async () => [],
}

export const accepted: Outcome = {
  kind: 'accepted',
  events: [{ type: 'JarFilled', data: {} }],
  stream: STREAM,
  version: 3,
  state: { jars: 1 },
}

/** A runtime that answers as it is told, and remembers what it was asked. */
export class ScriptedRuntime implements Runtime {
  readonly service = service
  readonly reader: Reader
  readonly views: Runtime['views'] = {
    all: async () => [],
    rebuild: async () => 'begun',
    swap: async () => 'ordered',
  }
  readonly submitted: Request[] = []
  readonly awaited: string[] = []
  outcome: (request: Request) => Outcome | Promise<Outcome> = () => accepted
  isReached: () => boolean | Promise<boolean> = () => true
  settled: Settled = { kind: 'settled', behind: 2 }

  constructor(reads: Partial<Reader> = {}) {
    this.reader = { ...reader, ...reads }
  }

  async submit(request: Request): Promise<Outcome> {
    this.submitted.push(request)
    return this.outcome(request)
  }

  async reached(source: string, stream: string, version: number): Promise<boolean> {
    this.awaited.push(`${source} ${stream} ${version}`)
    return this.isReached()
  }

  history: (stream: string, until: Until) => History | undefined = () => undefined

  async readHistory(stream: string, until: Until): Promise<History | undefined> {
    return this.history(stream, until)
  }

  async reread(topic: string): Promise<boolean> {
    return service.subscribes.includes(topic)
  }

  async settleParked(): Promise<Settled> {
    return this.settled
  }

  readParked() {
    return { type: 'BeanPicked', data: { beans: 3 } }
  }
}
