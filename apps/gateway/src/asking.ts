import { tryLater } from '@bistro/kit/http'
import type { Statement } from '@bistro/kit/postgres'
import { StoreUnavailable } from '@bistro/kit/runtime'
import { DATABASE, type Gateway } from './gateway.ts'

/** Asks the saga view. @throws Problem that says which part is away, and since when */
export function asking({ database, health }: Pick<Gateway, 'database' | 'health'>): Statement {
  return <R extends object>(text: string, values?: readonly unknown[]) =>
    database.query<R>(text, values).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error
      const since = health.troubles.find(({ what }) => what === DATABASE)?.since
      const when = since === undefined ? 'is unavailable' : `has been unavailable since ${since}`
      throw tryLater(
        503,
        'store-unavailable',
        `The gateway's database ${when}: sagas are shown again as soon as it is back.`,
      )
    })
}
