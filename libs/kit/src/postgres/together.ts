import { sqlStateOf } from './errors.ts'

const TRANSACTION_ABORTED = '25P02'

type Settled<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> }

/**
 * Waits for statements sent in one round trip. When one fails, later ones only report an aborted transaction:
 * this throws the first cause.
 */
export async function together<T extends readonly unknown[]>(statements: readonly [...T]): Promise<Settled<T>> {
  const settled = await Promise.allSettled(statements)
  const errors = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
  if (errors.length > 0) throw errors.find((error) => sqlStateOf(error) !== TRANSACTION_ABORTED) ?? errors[0]
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as Settled<T>
}
