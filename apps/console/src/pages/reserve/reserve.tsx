import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { get } from '../../api/request.ts'
import { Page } from '../../app/page.tsx'
import { ProblemState } from '../../ui/index.ts'
import { ByHand } from './by-hand.tsx'
import type { Evening } from './evening.ts'
import { FillEvening } from './fill-evening.tsx'
import { cancelAfter, reserveSeats } from './reserve-seats.ts'
import { ScenarioGrid } from './scenario-grid.tsx'
import type { Choice } from './scenarios.ts'
import './reserve.css'

export default function Reserve() {
  const [busy, setBusy] = useState<string>()
  const [error, setError] = useState<unknown>()
  const navigate = useNavigate()
  const client = useQueryClient()
  const evenings = useQuery({
    queryKey: ['evenings'],
    queryFn: ({ signal }) => get<{ items: Evening[] }>('/api/reservation/evenings?limit=100', signal),
  })
  const start = async (name: string, choice: Choice, eveningId?: string) => {
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
  return (
    <Page title="Reserve" lead="The guest’s side. A scenario starts at one click, and you see its saga at once.">
      {error !== undefined && <ProblemState error={error} />}
      <ScenarioGrid busy={busy} onStart={({ name, choice }) => start(name, choice)} />
      <div className="reserve-columns">
        <ByHand
          evenings={evenings}
          isBusy={busy !== undefined}
          onStart={(choice, id) => start('by hand', choice, id)}
        />
        <FillEvening />
      </div>
    </Page>
  )
}
