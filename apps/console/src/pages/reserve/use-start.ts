import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { cancelAfter, reserveSeats } from './reserve-seats.ts'
import type { Choice } from './scenarios.ts'

export interface Start {
  /** What is being started now. */
  readonly busy: string | undefined
  readonly error: unknown
  readonly start: (name: string, choice: Choice, eveningId?: string) => Promise<void>
}

/** Makes a reservation, and goes to its saga. */
export function useStart(): Start {
  const [busy, setBusy] = useState<string>()
  const [error, setError] = useState<unknown>()
  const navigate = useNavigate()
  const client = useQueryClient()
  const start: Start['start'] = async (name, choice, eveningId) => {
    setBusy(name)
    setError(undefined)
    try {
      const { reservationId, isRejected } = await reserveSeats(choice, eveningId)
      if (choice.cancelsAfter && !isRejected) cancelAfter(choice.cancelsAfter, reservationId).catch(() => undefined)
      client.invalidateQueries({ queryKey: ['evenings'] })
      navigate(`/sagas/${reservationId}`, { state: { isNew: true } })
    } catch (problem) {
      setError(problem)
    }
    setBusy(undefined)
  }
  return { busy, error, start }
}
