import { useQuery } from '@tanstack/react-query'
import { read } from '../../api/request.ts'
import { Page } from '../../app/page.tsx'
import { ProblemState } from '../../ui/index.ts'
import { ByHand } from './by-hand.tsx'
import { eveningsCall } from './evening.ts'
import { FillEvening } from './fill-evening.tsx'
import { ScenarioGrid } from './scenario-grid.tsx'
import { useStart } from './use-start.ts'
import './reserve.css'

export default function Reserve() {
  const { busy, error, start } = useStart()
  const evenings = useQuery({
    queryKey: ['evenings'],
    queryFn: ({ signal }) => read(eveningsCall, signal),
  })
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
