import type { AnyCommand, AnyEvent, Row, Service } from '../model/index.ts'
import { rowFrom } from '../model/view.ts'
import { beginning, run } from './fixture.ts'
import { type Story, worldAfter } from './story.ts'

/** What a service makes of an event of another service. */
export interface Reaction<C extends AnyCommand = AnyCommand> {
  /** Where the policy's command goes to; undefined where no policy takes the event. */
  readonly stream: string | undefined
  readonly command: C | undefined
  readonly events: readonly AnyEvent[]
  /** Of replicated views, by name; null where the event leaves none. */
  readonly rows: Readonly<Record<string, Row | null>>
}

/** What there is when the event arrives. */
export interface Situation {
  /** The history of the stream that the command goes to; none where it is left out. */
  readonly after?: Story
  /** Rows of replicated views, by name. */
  readonly rows?: Readonly<Record<string, Row>>
}

/** Runs an event through a service's policy, the aggregate's `decide` and the replicated views. */
export function react(service: Service, { type, data }: AnyEvent, { after, rows = {} }: Situation = {}): Reaction {
  const policy = service.policies[type]
  const aggregate = service.aggregates.find(({ name }) => name === policy?.aggregate)
  const command = policy?.command(data, rows[policy.needs?.(data).view ?? ''] ?? {})
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

/** The event's fields that the service looks at on the way, sorted. */
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

/** Given an event: when this is the situation, then this comes of it. */
export type Cases<T extends string, C extends AnyCommand> = {
  readonly [Type in T]: { readonly when?: Situation; readonly leadsTo: Partial<Reaction<C>> }
}

export const NOTHING: Reaction = { stream: undefined, command: undefined, events: [], rows: {} }
