import type { SagaSummary } from '@bistro/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { type SagaPage, sagasQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import {
  Button,
  type Column,
  duration,
  Empty,
  Field,
  Id,
  Loaded,
  SagaStatus,
  Select,
  Since,
  Table,
  Time,
  useNow,
} from '../../ui/index.ts'
import { filtersOf, REASONS, STATUSES, TIMES } from './filters.ts'
import { GuestHistory } from './guest-history.tsx'
import './sagas.css'

export default function Sagas() {
  const [params, setParams] = useSearchParams()
  const query = useQuery(sagasQuery(filtersOf(params, useNow())))
  const customerId = params.get('customerId')
  const set = (name: string, value: string | undefined) =>
    setParams(
      (old) => {
        if (value) old.set(name, value)
        else old.delete(name)
        if (name !== 'after') old.delete('after')
        return old
      },
      { replace: name === 'q' },
    )
  return (
    <Page title="Sagas" lead="One row for each reservation, the newest first. The address keeps the filters.">
      <section className="card" aria-label="Sagas">
        <div className="filters">
          <Search initial={params.get('q') ?? ''} onChange={(value) => set('q', value)} />
          <Select
            label="Status"
            value={params.get('status') ?? ''}
            options={STATUSES}
            onChange={(value) => set('status', value)}
          />
          <Select
            label="Reason"
            value={params.get('reason') ?? ''}
            options={REASONS}
            onChange={(value) => set('reason', value)}
          />
          <Select
            label="Began"
            value={params.get('since') ?? ''}
            options={TIMES}
            onChange={(value) => set('since', value)}
          />
        </div>
        <Chosen name="guest" id={customerId} onClear={() => set('customerId', undefined)} />
        <Chosen name="evening" id={params.get('eveningId')} onClear={() => set('eveningId', undefined)} />
        <Loaded query={query} what="the sagas">
          {(page) => <List page={page} params={params} set={set} />}
        </Loaded>
      </section>
      {customerId && <GuestHistory customerId={customerId} />}
    </Page>
  )
}

/** It keeps what is typed: the address follows too late for fast fingers. */
function Search({ initial, onChange }: { initial: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(initial)
  const change = (value: string) => {
    setText(value)
    onChange(value.trim())
  }
  return <Field label="Search" placeholder="any id of the saga, or its end" value={text} onChange={change} />
}

function Chosen({ name, id, onClear }: { name: string; id: string | null; onClear: () => void }) {
  if (id === null) return null
  return (
    <p className="row small">
      Only of the {name} <Id id={id} what={name} />
      <Button variant="quiet" icon="cross" onPress={onClear}>
        All
      </Button>
    </p>
  )
}

interface ListProps {
  readonly page: SagaPage
  readonly params: URLSearchParams
  readonly set: (name: string, value: string | undefined) => void
}

function List({ page: { items, next }, params, set }: ListProps) {
  const isFiltered = [...params.keys()].length > 0
  if (items.length === 0)
    return isFiltered ? (
      <Empty title="No saga fits">Take a filter away, or search for less of the id.</Empty>
    ) : (
      <Empty title="No saga has begun yet">Reserve a table, and it appears here.</Empty>
    )
  return (
    <>
      <Table caption="Sagas" columns={COLUMNS} rows={items} keyOf={({ reservationId }) => reservationId} />
      <div className="row between">
        <span className="soft small">{items.length} shown</span>
        <span className="row">
          {params.has('after') && <Button onPress={() => set('after', undefined)}>Newest</Button>}
          {next !== undefined && <Button onPress={() => set('after', next)}>Older</Button>}
        </span>
      </div>
    </>
  )
}

const COLUMNS: readonly Column<SagaSummary>[] = [
  {
    title: 'Saga',
    cell: ({ reservationId }) => <Id id={reservationId} what="reservation" to={`/sagas/${reservationId}`} />,
  },
  { title: 'Status', cell: (saga) => <SagaStatus saga={saga} /> },
  {
    title: 'Last event',
    cell: ({ lastEvent }) => (
      <>
        {lastEvent.type} <span className="soft small">{lastEvent.service}</span>
      </>
    ),
  },
  { title: 'Began', cell: ({ startedAt }) => <Time at={startedAt} />, isNumber: true },
  {
    title: 'Took',
    cell: ({ startedAt, endedAt }) =>
      endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : <Since at={startedAt} />,
    isNumber: true,
  },
  {
    title: 'Guest',
    cell: ({ customerId }) => customerId && <Id id={customerId} what="guest" to={`/sagas?customerId=${customerId}`} />,
  },
  {
    title: 'Evening',
    cell: ({ eveningId }) => eveningId && <Id id={eveningId} what="evening" to={`/sagas?eveningId=${eveningId}`} />,
  },
]
