import { type EventType, isEventType, ownerOf, schemaOf } from '@bistro/events'
import { isServiceName, SERVICES, type ServiceName } from '@bistro/services'
import { UsageError } from '../terminal/arguments.ts'

const SERVICE = /^[a-z]{2,20}$/
const EVENT = /^[A-Z][A-Za-z]{2,50}$/
const VIEW = /^[a-z][a-z_]{2,40}$/
/** What else has a user, a port or a word of TypeScript of that name. */
const TAKEN = [
  'admin',
  'reader',
  'broker',
  'gateway',
  'kafka',
  'registry',
  'memory',
  'psp',
  'carrier',
  'identity',
  'mail',
  'demo',
]
/** Routes of the gateway: `/api/<service>` is where it forwards to a service. */
const OF_GATEWAY = [
  'sagas',
  'overview',
  'topology',
  'live',
  'board',
  'attention',
  'views',
  'partitions',
  'faults',
  'processes',
]
const WORDS = ['class', 'default', 'delete', 'export', 'import', 'new', 'package', 'return', 'switch', 'typeof', 'void']

export function newServiceName(name: string): string {
  if (!SERVICE.test(name)) throw new UsageError(`'${name}' is no name for a service: 2 to 20 letters from a to z.`)
  if (isServiceName(name) || TAKEN.includes(name) || OF_GATEWAY.includes(name))
    throw new UsageError(`There is a '${name}' already.`)
  if (WORDS.includes(name)) throw new UsageError(`'${name}' is a word of TypeScript.`)
  return name
}

export function newEventName(name: string): string {
  if (!EVENT.test(name))
    throw new UsageError(`'${name}' is no name for an event: such as PointsGranted, what has happened.`)
  if (isEventType(name)) throw new UsageError(`There is an event ${name} already; ${ownerOf(name)} publishes it.`)
  return name
}

export function newViewName(name: string): string {
  if (VIEW.test(name)) return name
  throw new UsageError(`'${name}' is no name for a view: lower-case letters and underscores, such as open_orders.`)
}

export function knownService(name: string | undefined): ServiceName {
  if (name !== undefined && isServiceName(name)) return name
  throw new UsageError(`There is no service '${name ?? ''}'; there is ${SERVICES.join(', ')}.`)
}

/** An event that is read, and the field that names its stream. */
export interface ReadEvent {
  readonly type: EventType
  readonly id: string
}

export const knownEvents = (names: readonly string[]): readonly ReadEvent[] =>
  names.map((type) => {
    if (!isEventType(type)) throw new UsageError(`There is no event '${type}'; docs/events/README.md lists them all.`)
    return { type, id: schemaOf(type).fields[0]?.name ?? '' }
  })

/** `A,B` */
export function namesIn(list: string | undefined): readonly string[] {
  const names = (list ?? '').split(',').filter((name) => name !== '')
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new UsageError(`${twice} is there twice.`)
  return names
}

export const inCamelCase = (name: string): string =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

export const capitalised = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`
