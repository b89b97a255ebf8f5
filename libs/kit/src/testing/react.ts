import type { AnyCommand, AnyEvent, Row, Service, TakenEvent } from '../model/index.ts'
import { rowFrom } from '../model/view.ts'
import { beginning, NOW, run } from './fixture.ts'
import { type Story, worldAfter } from './story.ts'

/** Result of an event of another service. */
export interface Reaction<C extends AnyCommand = AnyCommand> {
  /** The stream of the policy's command; undefined if no policy takes the event. */
  readonly stream: string | undefined
  readonly command: C | undefined
  readonly events: readonly AnyEvent[]
  /** Rows of replicated views, by name; null if the event leaves no row. */
  readonly rows: Readonly<Record<string, Row | null>>
}

/** The state in which the event arrives. */
export interface Situation {
  /** History of the command's stream; default: none. */
  readonly after?: Story
  /** Rows of replicated views, by name. */
  readonly rows?: Readonly<Record<string, Row>>
}

/** The event as policies are told of it, whatever its type. */
export const TAKEN: TakenEvent = {
  id: '01a00000-0000-7000-8000-0000000000ce',
  source: '/services/another',
  stream: '01a00000-0000-7000-8000-0000000000cf',
  version: 1,
  time: NOW,
}

/** Runs an event through a service's policy, the aggregate's `decide` and the replicated views. */
export function react(service: Service, { type, data }: AnyEvent, { after, rows = {} }: Situation = {}): Reaction {
  const policy = service.policies[type]
  const aggregate = service.aggregates.find(({ name }) => name === policy?.aggregate)
  const command = policy?.command(data, rows[policy.needs?.(data).view ?? ''] ?? {}, TAKEN)
  const events =
    command && aggregate ? run(aggregate, after ? worldAfter(after) : beginning(aggregate), command).events : []
  return { stream: policy?.stream(data), command, events, rows: changedRows(service, type, data, rows) }
}

function changedRows({ views }: Service, type: string, data: object, rows: NonNullable<Situation['rows']>) {
  const changes = views.flatMap(({ name, source, on }) => {
    const fold = source === 'replicated' ? on[type] : undefined
    fold?.key(data as never)
    return fold ? [[name, rowFrom(fold, rows[name] ?? null, data)] as const] : []
  })
  return Object.fromEntries(changes)
}

/** The event's fields that the service reads, sorted. */
export function fieldsRead(service: Service, { type, data }: AnyEvent, situation?: Situation): string[] {
  const read = new Set<string>()
  const watched = new Proxy(data, {
    get(target, field) {
      read.add(String(field))
      return Reflect.get(target, field) as unknown
    },
  })
  react(service, { type, data: watched }, situation)
  return [...read].sort()
}

/** Situation and expected reaction, by event type. */
export type Cases<T extends string, C extends AnyCommand> = {
  readonly [Type in T]: { readonly when?: Situation; readonly leadsTo: Partial<Reaction<C>> }
}

export const NOTHING: Reaction = { stream: undefined, command: undefined, events: [], rows: {} }
