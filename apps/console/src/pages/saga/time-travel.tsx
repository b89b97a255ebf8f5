import type { SagaEvent } from '@bistro/gateway/contract'
import { type ChangeEvent, useId } from 'react'
import { Button, clockTime, duration } from '../../ui/index.ts'

interface Props {
  readonly events: readonly SagaEvent[]
  readonly startedAt: string
  /** The moment that is looked at; absent for now. */
  readonly at: string | undefined
  readonly onChange: (at: string | undefined) => void
}

/** Goes back in time, from moment to moment at which something happened. */
export function TimeTravel({ events, startedAt, at, onChange }: Props) {
  const id = useId()
  const moments = [...new Set(events.map(({ time }) => time))].sort()
  const found = at === undefined ? -1 : moments.findLastIndex((time) => time <= at)
  const index = at === undefined ? moments.length : Math.max(0, found)
  const go = (next: number) => onChange(next >= moments.length ? undefined : moments[Math.max(0, next)])
  return (
    <div className="travel">
      <label htmlFor={id}>As of</label>
      <Button variant="quiet" aria-label="One moment back" isDisabled={index === 0} onPress={() => go(index - 1)}>
        ◀
      </Button>
      <input
        id={id}
        type="range"
        min={0}
        max={moments.length}
        value={index}
        aria-valuetext={textOf(at, events, startedAt)}
        onChange={(event: ChangeEvent<HTMLInputElement>) => go(event.target.valueAsNumber)}
      />
      <Button variant="quiet" aria-label="One moment on" isDisabled={at === undefined} onPress={() => go(index + 1)}>
        ▶
      </Button>
      <output htmlFor={id} className="travel-text">
        {textOf(at, events, startedAt)}
      </output>
      {at !== undefined && <Button onPress={() => onChange(undefined)}>Back to now</Button>}
    </div>
  )
}

function textOf(at: string | undefined, events: readonly SagaEvent[], startedAt: string): string {
  if (at === undefined) return 'now'
  const last = events.findLast(({ time }) => time <= at)
  const after = duration(Date.parse(at) - Date.parse(startedAt))
  return `${clockTime(at)} (+${after}), after ${last?.type ?? 'nothing'}`
}
