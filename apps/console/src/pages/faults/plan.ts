import type { Faults } from '@bistro/gateway/contract'
import { gatewayCall } from '@bistro/http-client'
import { type ApiRequest, asOperator, kitOf } from '../../api/request.ts'
import type { Plan } from './scenarios.ts'

type Breakable = NonNullable<Faults['known']>['faults'][number]

/** One request for each service. Faults and nets that a service does not have are left out for it. */
export const breakEach = (services: readonly string[], plan: Plan, known: NonNullable<Faults['known']>): ApiRequest[] =>
  services.map((service) => {
    const body = {
      seed: plan.seed,
      faults: plan.faults.filter(({ name }) => appliesTo(known.faults, name, service)),
      withoutSafetyNets: plan.withoutSafetyNets.filter((name) => appliesTo(known.safetyNets, name, service)),
    }
    // The services list the names that they know, of faults that came after this page too.
    return asOperator(gatewayCall('put', `${kitOf(service)}/faults`, { body: body as never }))
  })

export const mendEach = (services: readonly string[]): ApiRequest[] =>
  services.map((service) => asOperator(gatewayCall('delete', `${kitOf(service)}/faults`)))

function appliesTo(list: readonly Breakable[], name: string, service: string): boolean {
  const known = list.find((one) => one.name === name)
  return known !== undefined && (known.services?.includes(service) ?? true)
}

/** What is broken now, as the form shows it: one service's, or what all have where all are the same. */
export function planOf(faults: Faults, service: string | undefined): Plan {
  const set = faults.services.filter((one) => service === undefined || one.service === service)
  const [first] = set
  return first ?? { seed: 1, faults: [], withoutSafetyNets: [] }
}
