import type { Lack } from '@bistro/oracle'
import { services } from '@bistro/saga'
import type { ServiceName } from '@bistro/services'
import { lackText } from './words.ts'

/** Finds what is unavailable for one piece of work. */
export class Lacks {
  readonly #lacks: ReadonlyMap<ServiceName, readonly Lack[]>

  constructor(lacks: readonly Lack[]) {
    this.#lacks = Map.groupBy(lacks, ({ service }) => service)
  }

  /** @param reads the publisher of the event · @param calls the external system that the work calls; others do not matter */
  of(service: ServiceName, reads?: ServiceName, calls?: string): { lacking?: string } {
    const found = [...this.#concerning(service, calls), ...(reads && reads !== service ? this.#concerning(reads) : [])]
    return found.length === 0 ? {} : { lacking: found.map(lackText).join('; ') }
  }

  #concerning(service: ServiceName, calls?: string): readonly Lack[] {
    const outside = services[service].effects.map((effect) => effect.calls)
    const found = (this.#lacks.get(service) ?? []).filter(
      ({ what }) => what === undefined || what === calls || !outside.includes(what),
    )
    // One unavailable broker appears as several lacks with the same reason.
    return found.filter(({ reason }, index) => found.findIndex((other) => other.reason === reason) === index)
  }
}
