import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isPassing, Problem } from '../api/problem.ts'
import { overviewQuery } from '../api/queries.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

/** Nothing is here: why, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <Icon name="search" />
      <p className="state-title">{title}</p>
      {children && <div className="soft">{children}</div>}
    </div>
  )
}

/** It appears after a moment only, so that a fast answer does not flicker. */
export function Loading({ what }: { what: string }) {
  return (
    <div className="state loading" role="status">
      <span className="bars" aria-hidden="true" />
      <p className="soft">Loading {what} …</p>
    </div>
  )
}

export function ProblemState({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof Problem ? error : undefined
  return (
    <div className="state problem" role="alert">
      <Icon name="alarm" />
      <p className="state-title">{problem?.title ?? 'This page failed'}</p>
      <p className="soft foreign">{error instanceof Error ? error.message : String(error)}</p>
      {problem?.errors.map(({ path, message }) => (
        <p key={path + message} className="small foreign">
          <code>{path}</code> {message}
        </p>
      ))}
      {retry && <Button onPress={retry}>Try again</Button>}
    </div>
  )
}

/** Where no band says it: which part is away, and since when. */
function Outdated({ error }: { error: unknown }) {
  const overview = useQuery(overviewQuery)
  if (overview.error || overview.data?.unavailable.length) return null
  return (
    <p className="small soft foreign" role="status">
      What you see is what was known before: {(error as Problem).message} The page asks again by itself.
    </p>
  )
}

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>
  readonly what: string
  readonly children: (data: T) => ReactNode
}

/** A query's three states. What is known stays on the page while the gateway, or what it asks, is away. */
export function Loaded<T>({ query, what, children }: LoadedProps<T>) {
  if (query.data !== undefined && !query.error) return children(query.data)
  if (query.data !== undefined && isPassing(query.error))
    return (
      <>
        <Outdated error={query.error} />
        {children(query.data)}
      </>
    )
  if (query.error) return <ProblemState error={query.error} retry={() => query.refetch()} />
  return <Loading what={what} />
}
