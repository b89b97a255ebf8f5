import type { Processes as Body } from '@bistro/gateway/contract'
import { gatewayCall } from '@bistro/http-client'
import { useQuery } from '@tanstack/react-query'
import { processesQuery } from '../../api/queries.ts'
import { asOperator } from '../../api/request.ts'
import { Action } from '../../operator/action.tsx'
import { Badge, Card, Loaded, Table } from '../../ui/index.ts'

type Process = Body['items'][number]

/** Those of this machine's stack: killed, stopped, started. */
export function Processes() {
  const processes = useQuery(processesQuery)
  return (
    <Card title="Processes">
      <Loaded query={processes} what="the processes">
        {({ reachable, items }) =>
          reachable ? (
            <Table caption="Processes of the stack" columns={COLUMNS} rows={items} keyOf={({ name }) => name} />
          ) : (
            <p className="soft">
              The gateway cannot reach the processes: the system does not run on this machine alone. In containers, type
              docker compose kill SERVICE and docker compose start SERVICE.
            </p>
          )
        }
      </Loaded>
    </Card>
  )
}

const ACTIONS = {
  kill: {
    name: 'Kill',
    text: 'dies at once (SIGKILL), in the middle of whatever it does. Nothing starts it again but you.',
  },
  stop: { name: 'Stop', text: 'finishes what it has begun, and ends.' },
  start: { name: 'Start', text: 'starts again and goes on where it was.' },
} as const

const StateBadge = ({ running }: Process) => (
  <Badge tone={running ? 'good' : 'bad'} icon={running ? 'check' : 'cross'}>
    {running ? 'running' : 'not running'}
  </Badge>
)

function Buttons({ name: process, running }: Process) {
  const possible = running ? (['stop', 'kill'] as const) : (['start'] as const)
  return (
    <span className="row">
      {possible.map((action) => (
        <Action
          key={action}
          name={ACTIONS[action].name}
          of={process}
          {...(action === 'kill' && { variant: 'danger' as const })}
          request={() =>
            asOperator(
              gatewayCall('post', '/api/processes/{name}/{action}', { params: { path: { name: process, action } } }),
            )
          }
          result={() => (
            <p>
              {process} {ACTIONS[action].text}
            </p>
          )}
        >
          <p>
            {process} {ACTIONS[action].text}
          </p>
        </Action>
      ))}
    </span>
  )
}

const COLUMNS = [
  { title: 'Process', cell: ({ name }: Process) => <b>{name}</b> },
  { title: 'State', cell: StateBadge },
  { title: 'Do', cell: Buttons },
]
