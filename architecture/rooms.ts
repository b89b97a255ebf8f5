/** A part of the repository, and what its sources may import. Tests are free. */
export interface Room {
  readonly name: string
  /** Of its sources, from the root: a regular expression. */
  readonly sources: string
  readonly what: string
  /** Rooms by name; what is in the room itself always. */
  readonly mayImport: readonly string[]
  /** No package and nothing of Node: no driver, no clock, no random source. */
  readonly isPure?: boolean
  /** Packages that others use for it. */
  readonly without?: readonly string[]
}

const model = 'kit/model'
const runtime = 'kit/runtime'
const faults = 'kit/faults'
const adapters = ['kit/postgres', 'kit/memory', 'kit/kafka', 'kit/http']
const kit = [model, runtime, faults, ...adapters, 'kit/process']
const services = ['domain', 'effects', 'services']
/** What the kit wraps. */
const DRIVERS = ['pg', 'kafkajs', 'pino', 'avsc', 'prom-client', 'node-pg-migrate', '@kafkajs', 'fastify', 'undici']

export const ROOMS: readonly Room[] = [
  {
    name: 'events',
    sources: '^libs/events/src/',
    what: 'the only contract between services: Avro schemas, generated types, codec, topics, derived ids',
    mayImport: [],
  },
  {
    name: model,
    sources: '^libs/kit/src/model/',
    what: 'what a service is made of, and the pure step',
    mayImport: [],
    isPure: true,
  },
  {
    name: runtime,
    sources: '^libs/kit/src/runtime/',
    what: 'writer, relay, worker, reading; the ports `Store`, `Log`, `Codec`, `Clock`, `Random`',
    mayImport: [model],
  },
  {
    name: faults,
    sources: '^libs/kit/src/faults/',
    what: 'what a fault is, and what a removed safety net is: wrappers around the ports, for the simulator and for real processes',
    mayImport: [model, runtime],
  },
  {
    name: 'kit/postgres',
    sources: '^libs/kit/src/postgres/',
    what: 'the store on Postgres, held to the same contract suite as the one in memory (`libs/kit/test/contract`)',
    mayImport: [model, runtime],
  },
  {
    name: 'kit/memory',
    sources: '^libs/kit/src/memory/',
    what: 'store and log in memory: for component tests, the simulator and memory mode',
    mayImport: [model, runtime],
  },
  { name: 'kit/kafka', sources: '^libs/kit/src/kafka/', what: 'the log on kafkajs', mayImport: [model, runtime] },
  {
    name: 'kit/http',
    sources: '^libs/kit/src/http/',
    what: "Fastify with the project's conventions",
    mayImport: [model, runtime, faults],
  },
  {
    name: 'kit/process',
    sources: '^libs/kit/src/process/',
    what: 'configuration and lifecycle: puts a service on Postgres, Kafka and HTTP',
    mayImport: [model, runtime, faults, ...adapters],
  },
  {
    name: 'kit/testing',
    sources: '^libs/kit/src/testing/',
    what: 'one service on the memory store, its inputs fed by hand: for component and contract tests',
    mayImport: [model, runtime, faults, 'kit/memory', 'kit/http'],
  },
  {
    name: 'domain',
    sources: '^services/[^/]+/src/domain/',
    what: 'aggregates, policies and views of a service: the restaurant',
    mayImport: ['events', model],
    isPure: true,
  },
  {
    name: 'effects',
    sources: '^services/[^/]+/src/effects/',
    what: 'how a service calls the world outside',
    mayImport: ['domain', model, 'kit/http'],
    without: DRIVERS,
  },
  {
    name: 'services',
    sources: '^services/[^/]+/src/(?!domain/|effects/)',
    what: 'routes, settings and the definition of each service',
    mayImport: ['events', ...services, model, runtime, faults, 'kit/http', 'kit/process'],
    without: DRIVERS,
  },
  {
    name: 'examples',
    sources: '^services/[^/]+/test/contract/examples[.]ts$',
    what: 'what each service shows of itself in its contract tests',
    mayImport: ['events', ...services],
  },
  {
    name: 'registry',
    sources: '^services/[^/]+[.]ts$',
    what: 'the list of services, and each as a value or a program by its name',
    mayImport: ['events', model, 'kit/process', 'kit/testing', ...services, 'examples'],
  },
  {
    name: 'externals',
    sources: '^externals/src/',
    what: 'the card provider, the carrier and the mail server, as processes with the habits of real ones',
    mayImport: ['kit/http', 'kit/process'],
  },
  {
    name: 'saga',
    sources: '^saga/src/',
    what: 'the five services read as one: every definition run in every state, held against what is declared; writes `docs/`, the golden bytes and the diagrams',
    mayImport: ['http-client', 'events', ...kit, 'kit/testing', 'registry', 'oracle', 'rooms'],
  },
  {
    name: 'oracle',
    sources: '^oracle/src/',
    what: 'what is right: the eight invariants over plain facts, and the table of endings',
    mayImport: ['events', 'registry'],
    isPure: true,
  },
  {
    name: 'audit',
    sources: '^audit/src/',
    what: 'holds a running stack against the eight invariants from outside, and says what a saga waits for; replays views',
    mayImport: ['events', ...kit, 'registry', 'saga', 'oracle'],
  },
  {
    name: 'simulation',
    sources: '^simulation/src/',
    what: "the services and the kit's runtime in one deterministic world: seeds, faults, invariants, safety nets taken out",
    mayImport: ['events', model, runtime, faults, 'kit/memory', 'registry', 'oracle'],
    without: [...DRIVERS, 'uuid'],
  },
  {
    name: 'http-client',
    sources: '^libs/client/src/',
    what: 'the routes of the services and of the gateway as typed calls, generated from their OpenAPI documents',
    mayImport: [],
  },
  {
    name: 'client',
    sources: '^client/src/',
    what: 'a guest and a watcher: HTTP, the topics, every ending played and judged, from outside like anybody else',
    mayImport: ['http-client', 'events', faults, 'kit/kafka', 'registry', 'oracle'],
  },
  {
    name: 'stack',
    sources: '^stack/src/',
    what: 'starts and stops the real parts on one machine, backs databases up and restores them; the only code that knows how',
    mayImport: ['events', ...kit, 'registry', ...services, 'externals', 'saga', 'client', 'gateway'],
  },
  {
    name: 'contract',
    sources: '^apps/gateway/src/contract/',
    what: "the bodies of the gateway's routes",
    mayImport: ['kit/http'],
  },
  {
    name: 'gateway',
    sources: '^apps/gateway/src/(?!contract/)',
    what: 'the public door: reads every topic, says where each saga is, serves the console, forwards to the services',
    mayImport: ['http-client', 'events', ...kit, 'registry', 'saga', 'oracle', 'audit', 'client', 'contract'],
  },
  {
    name: 'console',
    sources: '^apps/console/src/',
    what: 'the web page of the gateway',
    mayImport: ['http-client', 'contract'],
  },
  {
    name: 'history',
    sources: '^apps/history/src/',
    what: 'a stream processor: outcomes of orders again, keyed by customer, with transactions of Kafka or without',
    mayImport: ['events', 'client'],
  },
  {
    name: 'cli',
    sources: '^cli/(src|bin)/',
    what: 'what a person types, and what the terminal shows',
    mayImport: ['events', 'registry', 'audit', 'client', 'stack', 'workshop', 'history'],
  },
  {
    name: 'infra',
    sources: '^infra/src/',
    what: 'the system in containers: image, compose files, and the jobs of a deployment as programs',
    mayImport: ['events', 'kit/postgres', 'kit/process', 'registry', 'client', 'stack', 'cli'],
  },
  {
    name: 'e2e',
    sources: '^e2e/',
    what: 'journeys (every ending) and guarantees (crash, copy, disorder) on the real stack',
    mayImport: ['http-client', 'events', ...kit, 'registry', ...services, 'client', 'oracle', 'stack', 'audit'],
  },
  {
    name: 'bench',
    sources: '^bench/src/',
    what: 'what it costs: the benches, their harness, and the designs that it is measured against',
    mayImport: [
      ...['events', ...kit, 'kit/testing', 'registry', ...services, 'saga', 'client', 'stack', 'cli', 'audit'],
      'history',
    ],
  },
  {
    name: 'chaos',
    sources: '^chaos/src/',
    what: 'breaks a stack under load, by faults drawn from a seed, and holds what is left against every promise',
    mayImport: ['events', ...kit, 'registry', 'saga', 'audit', 'client', 'stack', 'cli'],
  },
  {
    name: 'workshop',
    sources: '^workshop/(src|labs/[^/]+/[^/]+[.]ts)',
    what: 'the labs, each with what is missing, its solution and what must be seen; the runner, the class page, the slides',
    mayImport: ['http-client', 'events', ...kit, 'registry', 'audit', 'oracle', 'client', 'stack'],
  },
  {
    name: 'rooms',
    sources: '^architecture/',
    what: 'this table, and the tool that holds every import against it',
    mayImport: [],
  },
]
