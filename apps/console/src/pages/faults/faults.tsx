import type { Faults } from '@bistro/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { faultsQuery, topologyQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { OperatorHint } from '../../operator/operator-only.tsx'
import { Copy, Empty, Loaded } from '../../ui/index.ts'
import { Broken } from './broken.tsx'
import { ByHand } from './by-hand.tsx'
import { Processes } from './processes.tsx'
import { Scenarios } from './scenario-cards.tsx'
import './faults.css'

const COMMAND = 'BISTRO_FAULTS=on npm start'

export default function FaultsPage() {
  const faults = useQuery(faultsQuery)
  return (
    <Page
      title="Faults"
      lead="Break something on purpose, and watch what holds. What is broken stands in a band on every page."
    >
      <OperatorHint what="Breaking things" />
      <Loaded query={faults} what="the faults">
        {(data) => (data.allowed && data.known ? <Allowed faults={data} known={data.known} /> : <NotAllowed />)}
      </Loaded>
      <Processes />
    </Page>
  )
}

const NotAllowed = () => (
  <Empty title="Faults are not allowed here">
    <p>The services run without them, and nothing of them is in the way of a message. Stop the system and type:</p>
    <p className="row faults-command">
      <code>{COMMAND}</code>
      <Copy text={COMMAND} label="Copy the command" />
    </p>
  </Empty>
)

function Allowed({ faults, known }: { faults: Faults; known: NonNullable<Faults['known']> }) {
  const topology = useQuery(topologyQuery)
  return (
    <Loaded query={topology} what="the services">
      {(data) => {
        // What only reads has nothing of its own to break.
        const services = data.services.filter(({ topics }) => topics.length > 0).map(({ service }) => service)
        return (
          <>
            <Broken faults={faults} services={services} />
            <Scenarios known={known} services={services} />
            <ByHand faults={faults} known={known} services={services} />
          </>
        )
      }}
    </Loaded>
  )
}
