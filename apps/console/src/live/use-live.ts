import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { feed } from './feed.ts'
import { type LiveStatus, live } from './stream.ts'

/** For the layout alone: keeps the one connection open, for all sagas or for the one that is looked at. */
export function useLiveConnection(saga: string | undefined): void {
  const client = useQueryClient()
  useEffect(() => feed(client), [client])
  useEffect(() => live.open(saga), [saga])
  useEffect(() => () => live.close(), [])
}

export const useLiveStatus = (): LiveStatus => useSyncExternalStore(live.watchStatus, () => live.status)
