import { topicsOf } from '@bistro/events'
import { type Contract, readContract } from '@bistro/events/contract'
import { readSubjects, type Subject } from '@bistro/events/evolution'
import { SERVICES, type ServiceName } from '@bistro/services'
import { consumersOf, type Saga } from '../model.ts'
import { services } from '../services.ts'

/** The event types of a topic that a service sends or receives. */
export interface Flow {
  readonly service: ServiceName
  readonly topic: string
  readonly types: readonly string[]
}

/** All that the documents are made of. */
export interface Flows {
  readonly subjects: readonly Subject[]
  readonly contract: Contract
  readonly sent: readonly Flow[]
  readonly received: readonly Flow[]
}

export function readFlows(): Flows {
  const [subjects, contract] = [readSubjects(), readContract()]
  const typesOn = (topic: string) => subjects.filter((subject) => subject.topic === topic).map(({ type }) => type)
  return {
    subjects,
    contract,
    sent: SERVICES.flatMap((service) => topicsOf(service).map((topic) => ({ service, topic, types: typesOn(topic) }))),
    received: SERVICES.flatMap((service) =>
      services[service].subscribes.map((topic) => ({
        ...{ service, topic },
        types: typesOn(topic).filter((type) => type in (contract.consumers[service] ?? {})),
      })),
    ),
  }
}

/** Who an event is for when no other service reads it. */
export const forWhom = (saga: Saga, type: string): string =>
  saga.informational[type] ?? `kept in ${consumersOf(saga, type).join(', ')}`

/** Who reads an event, and which of its fields. */
export const readersOf = ({ contract }: Flows, type: string): [consumer: string, fields: readonly string[]][] =>
  Object.entries(contract.consumers).flatMap(([consumer, { [type]: fields }]): [string, readonly string[]][] =>
    fields ? [[consumer, fields]] : [],
  )
