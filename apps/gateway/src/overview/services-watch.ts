import type { Health, Trouble } from '@bistro/kit/runtime'
import type { Lack } from '@bistro/oracle'
import { SERVICES, type ServiceName } from '@bistro/services'
import type { Faults, ServiceHealth, Unavailable } from '../contract/index.ts'
import type { Services } from '../services.ts'
import { type FaultsOfService, faultsOf } from './faults.ts'
import { sumOf } from './gauges.ts'

interface Answers {
  ready: boolean
  unavailable?: readonly Trouble[]
  parked?: number
  pendingFailing?: number
  faults?: FaultsOfService
}

const READY = 200

/** What the services say of themselves. */
export class ServicesWatch {
  readonly #services: Services
  readonly #health: Health
  readonly #answers = new Map<ServiceName, Answers>(SERVICES.map((service) => [service, { ready: false }]))

  constructor(services: Services, health: Health) {
    this.#services = services
    this.#health = health
  }

  /** Whether each is ready. */
  async lookAtReadiness(): Promise<void> {
    await this.#each(async (service, answers) => {
      const { status, text } = await this.#services.ask(service, '/health/ready')
      const { unavailable = [] } = JSON.parse(text) as { unavailable?: readonly Trouble[] }
      answers.unavailable = unavailable
      answers.ready = status === READY
    })
  }

  /** What waits in them, and what is broken in them on purpose. */
  async lookAtDetails(): Promise<void> {
    const waiting = this.#each(async (service, answers) => {
      const { text } = await this.#services.ask(service, '/metrics')
      answers.parked = sumOf(text, 'bistro_parked_records')
      answers.pendingFailing = sumOf(text, 'bistro_failing')
    })
    await Promise.all([waiting, this.lookAtFaults()])
  }

  /** What is broken on purpose. A service that does not answer keeps what it had: it is broken after its next start too. */
  async lookAtFaults(): Promise<void> {
    await this.#each(async (service, answers) => {
      answers.faults = await this.#services.get<FaultsOfService>(service, '/faults')
    })
  }

  healthOf(service: ServiceName): ServiceHealth {
    const { faults: _, unavailable, ...answers }: Answers = this.#answers.get(service) ?? { ready: false }
    const away = this.#away(service)
    if (away) return { service, ...answers, ready: false, reason: away.reason, since: away.since }
    if (answers.ready || !unavailable) return { service, ...answers }
    return { service, ...answers, reason: reasonOf(unavailable), since: unavailable[0]?.since }
  }

  /** Services that answer that they are not ready. */
  get unready(): Unavailable[] {
    return SERVICES.flatMap((what) => {
      const { ready, reason, since } = this.healthOf(what)
      return !ready && reason !== undefined && since !== undefined ? [{ what, reason, since }] : []
    })
  }

  /** What each lacks, as it said last; one that does not answer, and since when. */
  get lacks(): Lack[] {
    return SERVICES.flatMap((service): Lack[] => {
      const away = this.#away(service)
      if (away) return [{ service, reason: away.reason, sinceMs: Date.parse(away.since) }]
      const { unavailable = [] } = this.#answers.get(service) ?? {}
      return unavailable.map(({ what, reason, since }) => ({ service, what, reason, sinceMs: Date.parse(since) }))
    })
  }

  get faults(): Faults {
    return faultsOf([...this.#answers].flatMap(([service, { faults }]) => (faults ? [{ service, ...faults }] : [])))
  }

  #away(service: ServiceName): Trouble | undefined {
    return this.#health.troubles.find(({ what }) => what === service)
  }

  /** `health` tells which service does not answer. */
  async #each(look: (service: ServiceName, answers: Answers) => Promise<void>): Promise<void> {
    await Promise.all([...this.#answers].map(([service, answers]) => look(service, answers).catch(() => undefined)))
  }
}

const reasonOf = (unavailable: readonly Trouble[]): string =>
  unavailable.map(({ what, reason }) => `${what}: ${reason}`).join('; ') || 'It is starting or stopping.'
