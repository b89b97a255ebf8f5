import type { PublicationFault } from '@bistro/oracle'
import type { ServiceName } from '@bistro/services'
import { identityOf, type StoredEvent } from './stored.ts'

/** A record of a topic, with the stream and version of its headers. */
export interface PublishedEvent {
  readonly topic: string
  readonly stream: string
  readonly version: number
  readonly id: string
  readonly type: string
  readonly value: Buffer
}

interface Stored {
  readonly type: string
  readonly identity: string
  readonly isDue: boolean
  seen: boolean
}

/** What a topic of a service must contain. */
export interface Publishing {
  /** Whether events are stored in the shape of this topic. */
  readonly isFirst: boolean
  /** Stored events up to this position must be on the topic; later events may be. */
  readonly reach: number
  /** The bytes of a stored event in the shape of this topic. */
  shape(type: string, bytes: Buffer): Buffer
}

export const ON_FIRST_TOPIC: Publishing = { isFirst: true, reach: Infinity, shape: (_, bytes) => bytes }

/** Compares what one service has stored with what it has published to one topic. */
export class Publication {
  readonly #service: ServiceName
  readonly #publishing: Publishing
  readonly #stored = new Map<string, Stored>()
  readonly #lastVersions = new Map<string, number>()
  readonly #unknown = new Map<string, PublishedEvent>()
  readonly #private = new Set<string>()
  readonly #faults: PublicationFault[] = []
  copies = 0

  constructor(service: ServiceName, publishing = ON_FIRST_TOPIC) {
    this.#service = service
    this.#publishing = publishing
  }

  /** In the order of the store. */
  addStored({ position, stream, version, id, bytes, published, type }: StoredEvent): void {
    const { isFirst, reach, shape } = this.#publishing
    const last = this.#lastVersions.get(stream) ?? 0
    if (isFirst && version !== last + 1) this.#blame('gap', { stream, version, type }, `it follows version ${last}`)
    this.#lastVersions.set(stream, version)
    if (!published) {
      this.#private.add(placeOf(stream, version))
      return
    }
    const identity = identityOf(id, shape(type, bytes))
    this.#stored.set(placeOf(stream, version), { type, identity, isDue: position <= reach, seen: false })
  }

  addUnreadable({ stream, version, type }: StoredEvent): void {
    this.#blame('different', { stream, version, type }, 'the stored bytes cannot be read')
  }

  addPublished(event: PublishedEvent): void {
    const place = placeOf(event.stream, event.version)
    if (this.#private.has(place)) return this.#blame('private', event)
    const stored = this.#stored.get(place)
    if (!stored) {
      this.#unknown.set(place, event)
      return
    }
    if (stored.seen) this.copies += 1
    if (stored.identity !== identityOf(event.id, event.value)) this.#blame('different', event)
    stored.seen = true
  }

  addStray(topic: string, partition: number, offset: string): void {
    this.#blame('stray', { stream: `${topic}/${partition}`, version: Number(offset) })
  }

  /** Records whose events were not in the snapshot of the store: stored since then, or written by another program. */
  get unknown(): readonly PublishedEvent[] {
    return [...this.#unknown.values()]
  }

  /** Removes an unknown event that is stored by now. */
  recognise(stream: string, version: number, id: string, bytes: Buffer): void {
    const event = this.#unknown.get(placeOf(stream, version))
    if (event && identityOf(event.id, event.value) === identityOf(id, this.#publishing.shape(event.type, bytes)))
      this.#unknown.delete(placeOf(stream, version))
  }

  /** @param onTheirWay places of events that the service has stored recently and not yet published */
  faults(onTheirWay: ReadonlySet<string>): readonly PublicationFault[] {
    for (const [place, { type, seen, isDue }] of this.#stored)
      if (!seen && isDue && !onTheirWay.has(place)) this.#blame('missing', { ...partsOf(place), type })
    for (const event of this.#unknown.values()) this.#blame('extra', event)
    return this.#faults
  }

  #blame(
    fault: PublicationFault['fault'],
    { stream, version, type }: { stream: string; version: number; type?: string },
    detail = '',
  ): void {
    this.#faults.push({ service: this.#service, fault, stream, version, detail, ...(type !== undefined && { type }) })
  }
}

export const placeOf = (stream: string, version: number): string => `${stream}@${version}`

function partsOf(place: string): { stream: string; version: number } {
  const at = place.lastIndexOf('@')
  return { stream: place.slice(0, at), version: Number(place.slice(at + 1)) }
}
