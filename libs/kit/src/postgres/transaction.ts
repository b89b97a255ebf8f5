import type { Service } from '../model/service.ts'
import { CommitUnknown, StoreUnavailable, type Transaction, type TransactionOptions } from '../runtime/store.ts'
import type { Query, WriterConnection } from './connection.ts'
import { sqlStateOf } from './errors.ts'
import { load } from './load.ts'
import { together } from './together.ts'
import { write } from './write.ts'

/** Lock timeout while some rows are known to be locked, so that other inputs do not wait for them. */
const IMPATIENT_LOCK_TIMEOUT_MS = 100
const BE_IMPATIENT = `select set_config('lock_timeout', '${IMPATIENT_LOCK_TIMEOUT_MS}', true)`

interface SessionOptions extends TransactionOptions {
  /** The relay reads the write-ahead log. */
  readonly withoutOutbox: boolean
}

/** Two round trips: begin with loads, writes with commit. Errors of `work` itself are thrown unchanged. */
export async function transaction<T>(
  writer: WriterConnection,
  service: Service,
  work: (transaction: Transaction) => Promise<T>,
  options: SessionOptions,
): Promise<T> {
  const query = await writer.query()
  const session = new Session(query, service, options)
  try {
    const result = await work(session)
    await session.end()
    return result
  } catch (error) {
    if (error instanceof StoreUnavailable && !isSessionWell(error)) writer.reset()
    else await query('rollback', 'rollback').catch(() => writer.reset())
    throw error
  }
}

class Session implements Transaction {
  readonly #query: Query
  readonly #service: Service
  readonly #withoutOutbox: boolean
  readonly #begun: Promise<unknown>
  /** The transaction's id at the server, by which its outcome can be asked for later. */
  #number: string | undefined
  #ended = false

  constructor(query: Query, service: Service, { isImpatient = false, withoutOutbox }: SessionOptions) {
    this.#query = query
    this.#service = service
    this.#withoutOutbox = withoutOutbox
    const begin = query('begin', 'begin')
    this.#begun = isImpatient ? together([begin, query('be_impatient', BE_IMPATIENT)]) : begin
    this.#begun.catch(() => undefined)
  }

  load: Transaction['load'] = async (needs, unit) => {
    const [loaded] = await together([load(this.#query, this.#service, needs, unit), this.#begun])
    this.#number ??= loaded.transaction
    return loaded.parked
  }

  write: Transaction['write'] = async (changes) => {
    this.#ended = true
    const written = write(this.#query, this.#service.views, changes, this.#withoutOutbox)
    const committed = this.#query('commit', 'commit')
    const [wrote, commit] = await Promise.allSettled([written, committed, this.#begun])
    if (wrote.status === 'rejected' && saysNo(wrote.reason)) throw wrote.reason
    if (wrote.status === 'fulfilled' && commit.status === 'fulfilled') return { outboxId: wrote.value }
    const error: unknown = commit.status === 'rejected' ? commit.reason : (wrote as PromiseRejectedResult).reason
    throw this.#number !== undefined && leavesOpen(error) ? new CommitUnknown(this.#number, error) : error
  }

  async end(): Promise<void> {
    if (!this.#ended) await together([this.#query('commit', 'commit'), this.#begun])
  }
}

/** Prepared plans are stale after a table was altered: the session must be replaced. */
const STALE_PLANS = ['0A000', '26000']
const isSessionWell = (error: StoreUnavailable): boolean =>
  error.ofStatement && !STALE_PLANS.includes(sqlStateOf(error) ?? '')

const saysNo = (error: unknown): boolean => sqlStateOf(error) !== undefined

/** If the session ends during a commit, the error does not say whether it committed. */
const ENDS_SESSION = ['08', '53', '57', '58', 'XX']
const leavesOpen = (error: unknown): boolean => ENDS_SESSION.includes((sqlStateOf(error) ?? '08').slice(0, 2))
