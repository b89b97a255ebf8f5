import { SAMPLE } from '@bistro/events/contract'
import type { AnyCommand, AnyEvent, Service } from '@bistro/kit'
import { beginning, type Fixture, run, settle, TAKEN } from '@bistro/kit/testing'
import { ANSWERS, DELIVERED, DISPATCHED, OUTSIDE_COMMANDS, RESERVE } from '../explore/outside.ts'
import { seedOf } from '../explore/variants.ts'

/** What is told of the way to a good end: an event that made another service do something, or a call to the world outside. */
export type Scene =
  | { readonly kind: 'event'; readonly from: string; readonly to: string; readonly type: string }
  | { readonly kind: 'call'; readonly service: string; readonly name: string; readonly answer: string }
  | { readonly kind: 'request'; readonly service: string; readonly name: string }

/** Runs the services that make the saga together, with every call answered as is hoped for. One that publishes nothing only watches it. */
export function happyPath(services: Readonly<Record<string, Service>>): Scene[] {
  const play = new Play(services)
  for (const name of ['POST /customers', 'POST /evenings', RESERVE, DISPATCHED, DELIVERED]) play.ask(name)
  return play.scenes
}

class Play {
  readonly scenes: Scene[] = []
  readonly #services: readonly Service[]
  readonly #worlds = new Map<string, Fixture>()
  readonly #events: { readonly from: Service; readonly event: AnyEvent }[] = []

  constructor(services: Readonly<Record<string, Service>>) {
    this.#services = Object.values(services).filter(({ topic }) => topic !== undefined)
  }

  /** Lets a request in, then everything that follows from it. */
  ask(name: string): void {
    const outside = OUTSIDE_COMMANDS.find((command) => command.name === name)
    const service = this.#services.find((one) => one.name === outside?.service)
    if (!outside || !service) return
    this.scenes.push({ kind: 'request', service: service.name, name })
    this.#run(service, outside.aggregate, outside.command)
    for (let next = this.#events.shift(); next; next = this.#events.shift()) this.#publish(next.from, next.event)
  }

  #publish(from: Service, event: AnyEvent): void {
    for (const service of this.#services) {
      const policy = service.policies[event.type]
      if (!policy) continue
      const at = this.scenes.length
      const isMoved = this.#run(service, policy.aggregate, policy.command(event.data, SAMPLE, TAKEN))
      if (isMoved) this.scenes.splice(at, 0, { kind: 'event', from: from.name, to: service.name, type: event.type })
    }
  }

  #run(service: Service, name: string, command: AnyCommand): boolean {
    const aggregate = service.aggregates.find((one) => one.name === name)
    if (!aggregate) return false
    const key = `${service.name} ${name}`
    const { events, after } = run(aggregate, this.#worlds.get(key) ?? beginning(aggregate, seedOf(aggregate)), command)
    this.#worlds.set(key, after)
    for (const event of events) this.#events.push({ from: service, event })
    this.#call(service, key, name)
    return events.length > 0
  }

  /** Answers what is pending at once; tracking waits for news, which come by themselves. */
  #call(service: Service, key: string, aggregate: string): void {
    for (const { name, command } of service.effects) {
      const fixture = this.#worlds.get(key)
      const request = fixture?.pending[name]
      const [answer] = ANSWERS[name] ?? []
      if (!fixture || !request || !answer || name === 'tracking') continue
      this.#worlds.set(key, settle(fixture, name))
      this.scenes.push({ kind: 'call', service: service.name, name, answer: answer.status })
      this.#run(service, aggregate, command(answer, request))
    }
  }
}
