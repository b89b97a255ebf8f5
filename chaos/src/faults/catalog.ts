import { EXTERNALS } from '@bistro/client'
import { isOwner } from '@bistro/events'
import { SERVICES } from '@bistro/services'
import type { Kind } from '../kinds.ts'
import type { Route } from '../routes.ts'
import { FORGERIES } from './forgeries.ts'
import { HANDLED } from './handled.ts'

/** What a schedule needs to know of a fault. The file of its kind implements it. */
export interface FaultPlan {
  readonly name: string
  readonly kind: Kind
  /** How often it is drawn, relative to the others. */
  readonly weight: number
  readonly targets: readonly string[]
  /** How long it may last; one of them is drawn. */
  readonly lengthsMs: readonly number[]
  /** What no other fault may break meanwhile. */
  readonly holds: (target: string) => readonly string[]
}

const SERVERS = SERVICES.map((service) => `postgres-${service}`)
const PAIRS = SERVICES.flatMap((one, index) => SERVICES.slice(index + 1).map((other) => `${one}+${other}`))
const EVERYTHING = [...SERVERS, 'kafka', 'registry', ...EXTERNALS, ...SERVICES]
const CLOCKS = ['-10800000', '-120000', '120000', '600000', '10800000']

const DOWN_MS = [0, 0, 1_000, 5_000]
const PAUSE_MS = [5_000, 5_000, 5_000, 20_000, 60_000]
const SHORT_PAUSE_MS = [5_000, 5_000, 20_000]
const MOMENT_MS = [0]

const itself = (target: string): string[] => [target]
const server = (service: string): string[] => [`postgres-${service}`]
const replica = (service: string): string[] => [`replica-${service}`]
const first = (target: string): string[] => [target.split(' ')[0] ?? target]

const of =
  (kind: Kind) =>
  (
    name: string,
    weight: number,
    targets: readonly string[],
    lengthsMs: readonly number[],
    holds: FaultPlan['holds'] = itself,
  ): FaultPlan => ({ kind, name, weight, targets, lengthsMs, holds })

const [kill, pause, database, kafka, clock, registry, network, record] = (
  ['kills', 'pauses', 'databases', 'kafka', 'clock', 'registry', 'network', 'records'] as const
).map(of) as [Make, Make, Make, Make, Make, Make, Make, Make]
type Make = ReturnType<typeof of>

/** Every fault; those of the network and 'registry lies' need a connection that goes through a proxy. */
export const catalogOf = (routes: readonly Route[]): readonly FaultPlan[] => [
  kill('service killed', 8, SERVICES, DOWN_MS),
  kill('two services killed', 2, PAIRS, DOWN_MS, (pair) => pair.split('+')),
  kill('everything killed', 0.5, ['everything'], [0], () => EVERYTHING),
  kill('provider or carrier killed', 2, EXTERNALS, [0, 2_000, 8_000]),
  kill('replica killed', 2, SERVICES, [4_000, 10_000], replica),

  pause('service paused', 3, SERVICES, PAUSE_MS),
  pause('provider or carrier paused', 1.5, EXTERNALS, SHORT_PAUSE_MS),
  pause('replica paused', 1.5, SERVICES, SHORT_PAUSE_MS, replica),

  database('server killed', 2, SERVICES, DOWN_MS, server),
  database('server paused', 1, SERVICES, SHORT_PAUSE_MS, server),
  database('backends terminated', 3, SERVICES, MOMENT_MS, server),
  database('backends silent', 1, SERVICES, [5_000, 15_000], server),
  database('read-only', 2, SERVICES, [3_000, 8_000], server),
  database('logins refused', 1, SERVICES, [3_000, 8_000], server),
  database('rights revoked', 1, SERVICES, [2_000, 6_000], server),
  database('row locked', 2, SERVICES, [5_000, 12_000, 30_000], server),
  database('table locked', 1, SERVICES, [500, 3_000], server),
  database('connections used up', 1, SERVICES, [3_000, 8_000], server),
  database('column added', 2, SERVICES, [1_000, 4_000], server),

  kafka('broker killed', 2, ['kafka'], DOWN_MS),
  kafka('broker paused', 1, ['kafka'], SHORT_PAUSE_MS),
  kafka('partitions added', 0.7, SERVICES.filter(isOwner), MOMENT_MS, () => ['kafka']),
  kafka('offsets deleted', 0.7, SERVICES, MOMENT_MS, (service) => ['kafka', service]),
  kafka('offsets set back', 0.7, SERVICES, MOMENT_MS, (service) => ['kafka', service]),
  kafka('offsets moved to the end', 0.7, SERVICES, MOMENT_MS, (service) => ['kafka', service]),

  clock(
    'clock moved',
    4,
    SERVICES.flatMap((service) => CLOCKS.map((shiftMs) => `${service} ${shiftMs}`)),
    [3_000, 10_000],
    first,
  ),

  registry('registry killed', 2, ['registry'], [0, 5_000, 20_000]),
  registry('registry paused', 1, ['registry'], SHORT_PAUSE_MS),
  registry(
    'registry lies',
    2,
    routes
      .filter(({ to }) => to === 'registry')
      .flatMap(({ name }) => ['500', '401', 'page'].map((lie) => `${name} ${lie}`)),
    [5_000, 15_000],
    first,
  ),

  ...(['silent', 'slow', 'cut'] as const).map((how) =>
    network(
      `connection ${how}`,
      how === 'silent' ? 3 : 1.5,
      routes.map(({ name }) => name),
      how === 'cut' ? [0, 4_000] : SHORT_PAUSE_MS,
    ),
  ),

  record(
    'foreign records',
    8,
    Object.keys(HANDLED).flatMap((service) => FORGERIES.map((forgery) => `${service} ${forgery}`)),
    MOMENT_MS,
    () => [],
  ),
]
