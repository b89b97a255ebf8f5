import type { SagaCommand, SagaDetail } from '@bistro/gateway/contract'
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef } from 'react'
import { type Lane, openSpans, pastSpans, withoutEvents } from '../story.ts'
import { Arrows } from './arrows.tsx'
import { Bars } from './bars.tsx'
import { ChipButton } from './chip-button.tsx'
import { type Drawing, draw } from './drawing.ts'
import { Marks } from './marks.tsx'
import { neighbour } from './neighbour.ts'
import { useVisible } from './use-visible.ts'

interface Props {
  readonly saga: SagaDetail
  readonly lanes: readonly Lane[]
  readonly commands: readonly SagaCommand[]
  /** While the saga runs: the right end. */
  readonly nowMs: number | undefined
  /** Everything after it is dimmed. */
  readonly atMs: number | undefined
  readonly selected: string | undefined
  readonly onSelect: (eventId: string) => void
  /** What a service has come to, as of the moment that is looked at. */
  readonly statusOf: (service: string) => string | undefined
}

const LABELS = 132

export function Lanes({ saga, lanes, commands, nowMs, atMs, selected, onSelect, statusOf }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const visible = useVisible(scroller)
  const drawing = useMemo(
    () =>
      draw({
        lanes,
        events: saga.events,
        spans: [...pastSpans(saga.events, commands), ...openSpans(saga)],
        commands: withoutEvents(commands),
        room: visible.room - LABELS,
        ...(nowMs === undefined ? {} : { nowMs }),
      }),
    [lanes, saga, commands, visible.room, nowMs],
  )
  useFollow(scroller, drawing.width, nowMs !== undefined)
  const isShown = (from: number, to: number) => to >= visible.from && from <= visible.to
  const chips = drawing.chips.filter((chip) => isShown(chip.x, chip.x + chip.width))
  const stop = selected ?? drawing.chips.at(-1)?.event.id
  const move = (event: KeyboardEvent) => {
    const at = (event.target as HTMLElement).dataset.event
    const next = at === undefined ? undefined : neighbour(drawing, at, event.key)
    if (!next) return
    event.preventDefault()
    focusChip(scroller.current!, next.event.id, next.x)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move between the buttons within
    <div className="lanes" ref={scroller} onKeyDown={move}>
      <div className="lanes-canvas" style={{ width: drawing.width + LABELS, height: drawing.height }}>
        <Labels drawing={drawing} statusOf={statusOf} />
        <div className="lanes-area" style={{ left: LABELS, width: drawing.width }}>
          <Ticks drawing={drawing} />
          {atMs !== undefined && <div className="lanes-veil" style={{ left: veilFrom(drawing, atMs) }} />}
          <Arrows drawing={drawing} isShown={isShown} />
          <Bars bars={drawing.bars.filter(({ x, width }) => isShown(x, x + width))} />
          <Marks
            marks={drawing.marks.filter(({ x, width }) => isShown(x, x + width))}
            startMs={Date.parse(saga.startedAt)}
            atMs={atMs}
          />
          {chips.map((chip) => (
            <ChipButton
              key={chip.event.id}
              chip={chip}
              command={commands.find(({ events }) => events.includes(chip.event.id))}
              startMs={Date.parse(saga.startedAt)}
              isStop={chip.event.id === stop}
              isSelected={chip.event.id === selected}
              isLater={atMs !== undefined && Date.parse(chip.event.time) > atMs}
              onSelect={onSelect}
            />
          ))}
          {nowMs !== undefined && <div className="lanes-now" style={{ left: drawing.clock.xOf(nowMs) }} />}
        </div>
      </div>
    </div>
  )
}

/** From the next event on. */
function veilFrom({ chips, clock }: Drawing, atMs: number): number {
  const next = chips.find(({ event }) => Date.parse(event.time) > atMs)
  return next ? next.x - 4 : clock.width
}

function Labels({ drawing, statusOf }: { drawing: Drawing; statusOf: Props['statusOf'] }) {
  return (
    <div className="lanes-labels" style={{ width: LABELS }}>
      {drawing.lanes.map(({ service, y, height }) => (
        <div key={service} className="lane-label" style={{ top: y, height }}>
          <strong>{service}</strong>
          <span className="soft small foreign">{statusOf(service) ?? 'nothing yet'}</span>
        </div>
      ))}
    </div>
  )
}

function Ticks({ drawing }: { drawing: Drawing }) {
  return (
    <>
      {drawing.lanes.map(({ service, y, height }) => (
        <div key={service} className="lane-band" style={{ top: y, height }} />
      ))}
      {drawing.ticks.map(({ x, text }) => (
        <div key={x} className="lanes-tick" style={{ left: x, height: drawing.height }}>
          {text}
        </div>
      ))}
    </>
  )
}

/** Whoever stands at the end sees what comes. */
function useFollow(scroller: React.RefObject<HTMLDivElement | null>, width: number, isRunning: boolean): void {
  const last = useRef<number | undefined>(undefined)
  useLayoutEffect(() => {
    const box = scroller.current!
    const wasAtEnd = last.current === undefined || box.scrollLeft + box.clientWidth >= last.current - 24
    if (isRunning && wasAtEnd) box.scrollLeft = box.scrollWidth
    last.current = box.scrollWidth
  }, [scroller, width, isRunning])
}

/** A busy machine takes its time to draw what has come into sight. */
const MAX_FRAMES = 120

/** Chips out of sight are not there: the page is scrolled first, and the chip has the focus as soon as it is drawn. */
function focusChip(box: HTMLElement, id: string, x: number): void {
  box.scrollLeft = Math.max(0, x - (box.clientWidth - LABELS) / 2)
  const focus = (framesLeft: number) => {
    const chip = box.querySelector<HTMLElement>(`[data-event="${CSS.escape(id)}"]`)
    if (chip) chip.focus({ preventScroll: true })
    else if (framesLeft > 0) requestAnimationFrame(() => focus(framesLeft - 1))
  }
  requestAnimationFrame(() => focus(MAX_FRAMES))
}
