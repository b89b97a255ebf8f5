import type { Client } from './client.ts'

/** Those who follow now: all sagas, or one. */
export class Readers {
  readonly #ofAll = new Set<Client>()
  readonly #ofSaga = new Map<string, Set<Client>>()
  size = 0

  add(client: Client): void {
    const readers = this.#readersLike(client)
    this.size += 1
    readers.add(client)
  }

  remove(client: Client): void {
    const readers = this.#readersLike(client)
    if (readers.delete(client)) this.size -= 1
    if (client.saga !== undefined && readers.size === 0) this.#ofSaga.delete(client.saga)
  }

  watches(saga: string): boolean {
    return this.#ofSaga.has(saga)
  }

  /** To the readers of one saga. */
  sendOf(saga: string, bytes: Buffer): void {
    this.#send(this.#ofSaga.get(saga) ?? [], bytes)
  }

  /** To the readers of all sagas. */
  sendAll(bytes: Buffer): void {
    this.#send(this.#ofAll, bytes)
  }

  sendEveryone(bytes: Buffer): void {
    this.sendAll(bytes)
    for (const readers of [...this.#ofSaga.values()]) this.#send(readers, bytes)
  }

  end(): void {
    for (const client of [this.#ofAll, ...this.#ofSaga.values()].flatMap((readers) => [...readers])) {
      client.end()
      this.remove(client)
    }
  }

  #send(readers: Iterable<Client>, bytes: Buffer): void {
    for (const client of readers) if (!client.send(bytes)) this.remove(client)
  }

  #readersLike({ saga }: Client): Set<Client> {
    if (saga === undefined) return this.#ofAll
    const known = this.#ofSaga.get(saga) ?? new Set()
    this.#ofSaga.set(saga, known)
    return known
  }
}
