import { type Curve, type Point, pointAt } from './curve.ts'
import type { Link } from './layout.ts'

export interface Flown {
  readonly service: string
  readonly topic: string
  readonly type: string
  readonly isCompensation: boolean
}

interface Flight {
  readonly event: Flown
  readonly curve: Curve
  /** On its way to the topic, where its name is shown. */
  readonly isFirstLeg: boolean
  readonly startsAt: number
  readonly endsAt: number
}

export interface Dot extends Point {
  readonly event: Flown
  /** 0 to 1: how far it has flown. */
  readonly share: number
  readonly isNamed: boolean
}

/** One leg: from the producer to the topic, or from there to a consumer. */
const LEG_MS = 900
/** What is drawn at the same time; what is counted has no bound. */
export const MOST_DOTS = 60
/** More names than that at the same time cannot be read. */
const MOST_NAMES = 5
/** The same type takes off again after this time, so that rare events have room beside frequent ones. */
const SAME_TYPE_MS = 160

/** The events that are drawn on their way: a sample of bounded size. */
export class Flights {
  #flights: Flight[] = []
  readonly #tookOff = new Map<string, number>()
  #links: readonly Link[] = []

  /** Curves of a new layout. Flights of the old one end. */
  follow(links: readonly Link[]): void {
    this.#links = links
    this.#flights = []
  }

  launch(event: Flown, now: number): void {
    const route = this.#links.filter(({ topic }) => topic === event.topic)
    const last = this.#tookOff.get(event.type) ?? Number.NEGATIVE_INFINITY
    if (now - last < SAME_TYPE_MS || this.#flights.length + route.length > MOST_DOTS) return
    this.#tookOff.set(event.type, now)
    for (const { kind, curve } of route) {
      const isFirstLeg = kind === 'publishes'
      const startsAt = isFirstLeg ? now : now + LEG_MS
      this.#flights.push({ event, curve, isFirstLeg, startsAt, endsAt: startsAt + LEG_MS })
    }
  }

  dots(now: number): Dot[] {
    this.#flights = this.#flights.filter(({ endsAt }) => endsAt > now)
    let names = MOST_NAMES
    return this.#flights
      .filter(({ startsAt }) => startsAt <= now)
      .map(({ event, curve, isFirstLeg, startsAt }) => {
        const share = (now - startsAt) / LEG_MS
        return { event, share, isNamed: isFirstLeg && names-- > 0, ...pointAt(curve, ease(share)) }
      })
  }

  get isEmpty(): boolean {
    return this.#flights.length === 0
  }
}

/** Slow, fast, slow: the eye finds the start and the end. */
const ease = (share: number): number => share * share * (3 - 2 * share)
