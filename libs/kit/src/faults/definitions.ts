import type { Service } from '../model/service.ts'
import type { Break } from './breaks.ts'

type AnyAggregate = Service['aggregates'][number]
type Decide = AnyAggregate['decide']

/** The service without its policy for one event. @param leaves what stays undone */
export const deafTo = (name: string, type: string, leaves: string): Break => ({
  what: `The ${name} service ignores ${type}: ${leaves}.`,
  changed: (service) => {
    const { [type]: _, ...policies } = service.policies
    return { ...service, policies }
  },
})

/** Another decision of one aggregate, wherever `decide` returns one. */
export const deciding =
  (name: string, decide: (...given: Parameters<Decide>) => ReturnType<Decide> | undefined) =>
  (service: Service): Service => ({
    ...service,
    aggregates: service.aggregates.map((aggregate) =>
      aggregate.name === name
        ? { ...aggregate, decide: (...given: Parameters<Decide>) => decide(...given) ?? aggregate.decide(...given) }
        : aggregate,
    ),
  })

export const statusOf = (state: unknown): string => (state as { status: string }).status
