import type { Breakable, Faults, ServiceFaults } from '../contract/index.ts'

/** What a service answers to `GET /faults`. */
export interface FaultsOfService extends Omit<ServiceFaults, 'service'> {
  readonly known: { readonly faults: readonly Breakable[]; readonly safetyNets: readonly Breakable[] }
}

type Answer = FaultsOfService & { readonly service: string }

/** What is broken on purpose in all services together, and what can be. Without an answer faults are not allowed. */
export function faultsOf(answers: readonly Answer[]): Faults {
  const broken = answers.filter(({ faults, withoutSafetyNets }) => faults.length + withoutSafetyNets.length > 0)
  return {
    allowed: answers.length > 0,
    services: broken.map(({ known: _, ...faults }) => faults),
    ...(answers.length > 0 && {
      known: {
        faults: joined(answers, ({ faults }) => faults),
        safetyNets: joined(answers, ({ safetyNets }) => safetyNets),
      },
    }),
  }
}

/** Each once, with the services that have it unless all have. */
function joined(answers: readonly Answer[], of: (known: Answer['known']) => readonly Breakable[]): Breakable[] {
  const whats = new Map(answers.flatMap(({ known }) => of(known)).map(({ name, what }) => [name, what]))
  return [...whats].map(([name, what]) => {
    const having = answers.filter(({ known }) => of(known).some((one) => one.name === name))
    return { name, what, ...(having.length < answers.length && { services: having.map(({ service }) => service) }) }
  })
}
