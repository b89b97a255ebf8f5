import type { SagaDetail } from '@bistro/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useSearchParams } from 'react-router'
import { commandsQuery, sagaQuery, topologyQuery } from '../../api/queries.ts'
import { Copy, Loaded, useNow } from '../../ui/index.ts'
import { EventList } from './event-list.tsx'
import { EventPanel } from './event-panel.tsx'
import { GuestCancels } from './guest-cancels.tsx'
import { Headline } from './headline.tsx'
import { Lanes } from './lanes/lanes.tsx'
import { Legend } from './legend.tsx'
import { mermaidOf } from './mermaid.ts'
import { States } from './states.tsx'
import { lanesOf } from './story.ts'
import { TimeTravel } from './time-travel.tsx'
import { useNarrow } from './use-narrow.ts'
import { WaitingFor } from './waiting-for.tsx'

/** After its ending the undoing goes on for a moment: the page counts on until it is quiet. */
const QUIET_MS = 10_000
const COMMANDS_MS = 2000

export function SagaView({ saga }: { saga: SagaDetail }) {
  const [params, setParams] = useSearchParams()
  const topology = useQuery(topologyQuery).data
  // Of the page, with the address following: the address is too late for a slider that is dragged.
  const [at, setAt] = useState(params.get('at') ?? undefined)
  const past = useQuery({ ...sagaQuery(saga.reservationId, at), enabled: at !== undefined })
  const shown = at === undefined ? saga : past.data
  const lanes = useMemo(() => lanesOf(saga, topology), [saga, topology])
  const nowMs = useRunningNow(saga)
  const commands = useCommands(saga, nowMs !== undefined)
  const isNarrow = useNarrow()
  const set = useCallback(
    (name: string, value: string | undefined) =>
      setParams(
        (old) => {
          if (value === undefined) old.delete(name)
          else old.set(name, value)
          return old
        },
        { replace: true, preventScrollReset: true },
      ),
    [setParams],
  )
  const select = useCallback((id: string) => set('event', id), [set])
  const travel = (to: string | undefined) => {
    setAt(to)
    set('at', to)
  }
  const selected = saga.events.find(({ id }) => id === params.get('event'))
  const close = () => {
    set('event', undefined)
    document.querySelector<HTMLElement>(`[data-event="${selected?.id}"]`)?.focus()
  }
  const view = params.get('view') ?? (isNarrow ? 'list' : 'lanes')
  const drawn = { at, selected: selected?.id, commands, onSelect: select }
  return (
    <>
      <WaitingFor saga={saga} />
      <div className="row between">
        <Headline saga={saga} />
        {saga.status === 'open' && <GuestCancels saga={saga} />}
      </div>
      <div className={selected ? 'saga-columns with-panel' : 'saga-columns'}>
        <div className="stack">
          <Tabs className="card tabs" selectedKey={view} onSelectionChange={(key) => set('view', String(key))}>
            <div className="row between">
              <TabList aria-label="How to show the saga">
                <Tab id="lanes">Lanes</Tab>
                <Tab id="list">List</Tab>
                <Tab id="mermaid">Mermaid</Tab>
              </TabList>
              <TimeTravel events={saga.events} startedAt={saga.startedAt} at={at} onChange={travel} />
            </div>
            <TabPanel id="lanes">
              <Lanes
                saga={saga}
                lanes={lanes}
                nowMs={nowMs}
                atMs={at === undefined ? undefined : Date.parse(at)}
                statusOf={(service) => (shown ? statusOf(shown, service) : '…')}
                {...drawn}
              />
              <Legend />
            </TabPanel>
            <TabPanel id="list">
              <EventList events={saga.events} startedAt={saga.startedAt} {...drawn} />
            </TabPanel>
            <TabPanel id="mermaid">
              <Mermaid saga={saga} />
            </TabPanel>
          </Tabs>
          {at === undefined ? (
            <States lanes={lanes} saga={saga} asOf={at} />
          ) : (
            <Loaded query={past} what="the states as of then">
              {(then) => <States lanes={lanes} saga={then} asOf={at} />}
            </Loaded>
          )}
        </div>
        {selected && (
          <EventPanel
            sagaId={saga.reservationId}
            event={selected}
            events={saga.events}
            commands={commands}
            onSelect={select}
            onClose={close}
          />
        )}
      </div>
    </>
  )
}

function Mermaid({ saga }: { saga: SagaDetail }) {
  const text = mermaidOf(saga)
  return (
    <div className="stack">
      <div className="row">
        <Copy text={text}>Copy the diagram</Copy>
      </div>
      <pre className="mermaid-text">{text}</pre>
    </div>
  )
}

/** Whatever brings an event brings its command; an ignored or rejected one comes by itself. */
function useCommands({ reservationId, events }: SagaDetail, isRunning: boolean) {
  const query = useQuery({
    ...commandsQuery(reservationId, events.length),
    ...(isRunning && { refetchInterval: COMMANDS_MS }),
  })
  return query.data?.items ?? NO_COMMANDS
}
const NO_COMMANDS: never[] = []

function useRunningNow({ status, waitingFor, lastEvent }: SagaDetail): number | undefined {
  const now = useNow()
  const isRunning = status === 'open' || waitingFor.length > 0 || now - Date.parse(lastEvent.at) < QUIET_MS
  return isRunning ? Math.max(now, Date.parse(lastEvent.at)) : undefined
}

function statusOf({ states }: SagaDetail, service: string): string | undefined {
  const state: unknown = states[service]?.state
  if (typeof state !== 'object' || state === null) return undefined
  return 'status' in state ? String(state.status) : `version ${states[service]?.version}`
}
