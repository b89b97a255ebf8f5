import { randomUUIDv7 } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import { type Journal, openJournal } from '../journal/index.ts'

/** What somebody was sent. */
export interface Received {
  /** The mail's Message-ID, or the key of the webhook. */
  readonly key: string
  readonly way: 'mail' | 'webhook'
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** When it came first. */
  readonly at: string
  /** How often it came: a mailbox shows it once. */
  readonly copies: number
}

type Arrived = Omit<Received, 'key' | 'at' | 'copies'> & { readonly key: string | undefined }

export interface Search {
  readonly limit: number
  readonly after?: string
  /** A text that occurs in it. */
  readonly q?: string
}

/** Everybody's mailbox, and the operators' channel. Each message is on disk before its sender is told that it was taken. */
export class Box {
  readonly #messages: Journal<Received>
  readonly #log: FastifyBaseLogger

  constructor(messages: Journal<Received>, log: FastifyBaseLogger) {
    this.#messages = messages
    this.#log = log
  }

  get failure(): Error | undefined {
    return this.#messages.failure
  }

  has(key: string): boolean {
    return this.#messages.entries.has(key)
  }

  /** Takes a message; the same key again is the same message. */
  async take({ key = randomUUIDv7(), ...message }: Arrived): Promise<void> {
    const known = this.#messages.entries.get(key)
    const taken = known
      ? { ...known, copies: known.copies + 1 }
      : { key, ...message, at: new Date().toISOString(), copies: 1 }
    await this.#messages.put(key, taken)
    this.#log.info({ key, way: taken.way, copies: taken.copies }, 'message')
  }

  /** Newest first. */
  async find({ limit, after, q = '' }: Search): Promise<{ items: readonly Received[]; next?: string }> {
    await this.#messages.settled()
    const all = [...this.#messages.entries.values()].reverse()
    const from = after === undefined ? 0 : all.findIndex(({ key }) => key === after) + 1
    const found = all.slice(from).filter((message) => textsOf(message).some((text) => text.includes(q)))
    const items = found.slice(0, limit)
    const last = items.at(-1)
    return { items, ...(last && found.length > limit && { next: last.key }) }
  }

  close(): Promise<void> {
    return this.#messages.close()
  }
}

const textsOf = ({ key, from, to, subject, text }: Received): string[] => [key, from, to, subject, text]

export const openBox = async (dataDir: string, log: FastifyBaseLogger): Promise<Box> =>
  new Box(await openJournal<Received>(dataDir, 'messages', log), log)
