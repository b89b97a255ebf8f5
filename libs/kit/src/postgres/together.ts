import { sqlStateOf } from './errors.ts'

const TRANSACTION_ABORTED = '25P02'

type Settled<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> }

/**
 * Statements sent in one round trip. When one fails, those behind it only say that the transaction is aborted:
 * the error thrown is the one that began it.
 */
export async function together<T extends readonly unknown[]>(statements: readonly [...T]): Promise<Settled<T>> {
  const settled = await Promise.allSettled(statements)
  const errors = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
  if (errors.length > 0) throw errors.find((error) => sqlStateOf(error) !== TRANSACTION_ABORTED) ?? errors[0]
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as Settled<T>
}
