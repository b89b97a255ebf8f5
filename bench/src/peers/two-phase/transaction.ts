import { type Part, statementOf } from '../flow/part.ts'
import type { Saga } from '../flow/saga.ts'
import type { Connections } from './connections.ts'

/** Error codes of a lock that was not granted in time, and of a deadlock. */
const AGAIN = ['55P03', '40P01']
/** A name of a prepared transaction may be used again only when it is gone. */
let attempts = 0

/**
 * One distributed transaction: every branch prepared, the decision durable in the coordinator's log, every branch
 * committed. Branches of a later group are begun when those before are prepared: contended rows are locked in one order
 * everywhere, which prevents distributed deadlocks; no server could detect them.
 */
export class TwoPhase {
  /** Two sets of connections, as a branch that waits for a row must not keep the row's owner from committing. */
  readonly #first: Connections
  readonly #second: Connections

  constructor(first: Connections, second: Connections) {
    this.#first = first
    this.#second = second
  }

  /** Retries when a lock is not granted. @throws any other error of a branch, after all branches are rolled back */
  async run(saga: Saga, name: string, groups: readonly (readonly Part[])[]): Promise<void> {
    for (;;) {
      const gid = `${saga.reservationId}:${name}:${process.pid}-${++attempts}`
      const prepared: Part[] = []
      try {
        for (const group of groups) await this.#prepareAll(gid, saga, group, prepared)
      } catch (error) {
        await this.#end('rollback', gid, prepared)
        const { code = '' } = error as { code?: string }
        if (!AGAIN.includes(code)) throw error
        continue
      }
      return this.#commit(gid, saga, prepared)
    }
  }

  async #prepareAll(gid: string, saga: Saga, group: readonly Part[], prepared: Part[]): Promise<void> {
    const outcomes = await Promise.allSettled(
      group.map((part) => this.#prepare(gid, saga, part).then(() => prepared.push(part))),
    )
    const failed = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined
    if (failed) throw failed.reason
  }

  /** One round trip. Where the work fails, PREPARE rolls back. */
  #prepare(gid: string, saga: Saga, part: Part): Promise<void> {
    return this.#first.on(part.service, async (client) => {
      const [, worked, made] = await Promise.allSettled([
        client.query({ name: 'begin', text: 'begin' }),
        client.query(statementOf(part, saga)),
        client.query(`prepare transaction '${gid}'`),
      ])
      if (worked.status === 'rejected') throw worked.reason
      if (made.status === 'rejected') throw made.reason
    })
  }

  async #commit(gid: string, saga: Saga, parts: readonly Part[]): Promise<void> {
    await this.#second.on('order', (client) =>
      client.query({
        name: 'decide',
        text: 'with done as (delete from begun where saga = $2) insert into decisions (gid) values ($1)',
        values: [gid, saga.reservationId],
      }),
    )
    await this.#end('commit', gid, parts)
  }

  async #end(verdict: 'commit' | 'rollback', gid: string, parts: readonly Part[]): Promise<void> {
    await Promise.all(
      parts.map(({ service }) => this.#second.on(service, (client) => client.query(`${verdict} prepared '${gid}'`))),
    )
  }
}
