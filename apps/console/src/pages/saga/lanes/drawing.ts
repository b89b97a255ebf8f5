import type { SagaCommand, SagaEvent } from '@bistro/gateway/contract'
import { duration } from '../../../ui/time.tsx'
import { commandText, type Lane, type Role, roleOf, type Span } from '../story.ts'
import { type Clock, makeClock } from './clock.ts'
import { Rows } from './rows.ts'

export const CHIP_HEIGHT = 26
export const BAR_HEIGHT = 20
const DOT = 9
const ROW = CHIP_HEIGHT + 8
const BAR_ROW = BAR_HEIGHT + 4
const PADDING = 12
const AXIS = 30
const CHARACTER = 6.9
const CHIP_REST = 40
const BAR_REST = 34
const GAP = 6
const SMALL_CHARACTER = 6.4
const TICK_GAP = 14
const TAIL = 190

export interface Chip {
  readonly event: SagaEvent
  readonly role: Role
  readonly x: number
  /** Of its middle. */
  readonly y: number
  readonly width: number
}

export interface Bar extends Span {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** A command that was ignored or rejected. */
export interface Mark {
  readonly command: SagaCommand
  readonly x: number
  readonly y: number
  readonly width: number
}

export interface Arrow {
  readonly key: string
  readonly kind: 'cause' | 'undo' | 'mark'
  readonly path: string
  readonly fromX: number
  readonly toX: number
}

export interface DrawnLane {
  readonly service: string
  readonly y: number
  readonly height: number
}

export interface Tick {
  readonly x: number
  /** The time after the saga's start. */
  readonly text: string
}

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly lanes: readonly DrawnLane[]
  readonly chips: readonly Chip[]
  readonly bars: readonly Bar[]
  readonly marks: readonly Mark[]
  readonly arrows: readonly Arrow[]
  readonly ticks: readonly Tick[]
  readonly clock: Clock
}

/** What a bar says: how long it took, or what is waited for. */
export const textOf = ({ text, toMs, fromMs }: Span): string =>
  toMs === undefined ? text : `${text} ${duration(toMs - fromMs)}`

interface Drawn {
  readonly lanes: readonly Lane[]
  readonly spans: readonly Span[]
  readonly events: readonly SagaEvent[]
  /** Of which no event came. */
  readonly commands: readonly SagaCommand[]
  /** The right end while the saga runs. */
  readonly nowMs?: number
  /** Pixels that are there anyhow. */
  readonly room: number
}

/** Where everything stands. Nothing in a lane covers anything else in it. */
export function draw({ lanes, spans, events, commands, nowMs, room }: Drawn): Drawing {
  const moments = [
    ...events.map(({ time }) => Date.parse(time)),
    ...spans.map(({ fromMs }) => fromMs),
    ...commands.map(({ at }) => Date.parse(at)),
  ]
  const clock = makeClock(
    nowMs === undefined ? moments : [...moments, nowMs],
    room,
    nowMs === undefined ? TAIL : GAP * 4,
  )
  const endX = nowMs === undefined ? clock.width - GAP : clock.xOf(nowMs)
  let y = AXIS
  const drawn = lanes.map((lane) => {
    const placed = placeLane(lane, { spans, commands, clock, top: y, endX })
    y += placed.lane.height
    return placed
  })
  const chips = drawn.flatMap((lane) => lane.chips)
  const marks = drawn.flatMap((lane) => lane.marks)
  return {
    width: Math.max(clock.width, ...[...chips, ...marks].map(({ x, width }) => x + width + GAP)),
    height: y,
    lanes: drawn.map(({ lane }) => lane),
    chips: chips.sort((a, b) => a.x - b.x),
    bars: drawn.flatMap(({ bars }) => bars),
    marks,
    arrows: arrowsOf(chips, marks),
    ticks: ticksOf(events, clock),
    clock,
  }
}

interface Around extends Pick<Drawn, 'spans' | 'commands'> {
  readonly clock: Clock
  readonly top: number
  readonly endX: number
}

/** Events above, below them commands without events, below these what lasted. */
function placeLane({ service, events }: Lane, { spans, commands, clock, top, endX }: Around) {
  const chipRows = new Rows(GAP)
  const flat = events.map((event) => {
    const x = clock.xOf(Date.parse(event.time))
    const width = event.type.length * CHARACTER + CHIP_REST
    return { event, role: roleOf(event), x, width, row: chipRows.take(x, x + width) }
  })
  const markRows = new Rows(GAP)
  const flatMarks = commands
    .filter((command) => command.service === service)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map((command) => {
      const x = clock.xOf(Date.parse(command.at))
      const width = commandText(command).length * SMALL_CHARACTER + BAR_REST
      return { command, x, width, row: markRows.take(x, x + width) }
    })
  const barRows = new Rows(GAP)
  const flatBars = spans
    .filter((span) => span.service === service)
    .sort((a, b) => a.fromMs - b.fromMs)
    .map((span) => {
      const x = clock.xOf(span.fromMs)
      const width = (span.toMs === undefined ? endX : clock.xOf(span.toMs)) - x
      const needed = span.toMs === undefined ? width : Math.max(width, textOf(span).length * SMALL_CHARACTER + BAR_REST)
      return { ...span, x, width, row: barRows.take(x, x + needed) }
    })
  const chipsHeight = Math.max(1, chipRows.count) * ROW
  const marksHeight = markRows.count * BAR_ROW
  const height = PADDING * 2 + chipsHeight + marksHeight + barRows.count * BAR_ROW
  const chips: Chip[] = flat.map(({ row, ...chip }) => ({ ...chip, y: top + PADDING + row * ROW + ROW / 2 }))
  const below = top + PADDING + chipsHeight
  const marks: Mark[] = flatMarks.map(({ row, ...mark }) => ({ ...mark, y: below + row * BAR_ROW }))
  const bars: Bar[] = flatBars.map(({ row, ...bar }) => ({ ...bar, y: below + marksHeight + row * BAR_ROW }))
  return { lane: { service, y: top, height }, chips, marks, bars }
}

function arrowsOf(chips: readonly Chip[], marks: readonly Mark[]): Arrow[] {
  const byId = new Map(chips.map((chip) => [chip.event.id, chip]))
  const toChips = chips.flatMap((chip) => {
    const { id, causationId = '', compensates = '' } = chip.event
    const [cause, undone] = [byId.get(causationId), byId.get(compensates)]
    return [...(cause ? [arrow('cause', cause, chip, id)] : []), ...(undone ? [arrow('undo', undone, chip, id)] : [])]
  })
  const toMarks = marks.flatMap(({ command, x, y }) => {
    const cause = byId.get(command.causedBy ?? '')
    return cause ? [arrow('mark', cause, { x, y: y + BAR_HEIGHT / 2 }, command.id)] : []
  })
  return [...toChips, ...toMarks]
}

/** From the cause's beginning, straight to the lane of the effect, and into its left side. */
function arrow(kind: Arrow['kind'], from: Chip, to: Pick<Chip, 'x' | 'y'>, toId: string): Arrow {
  const x = from.x + DOT + (kind === 'undo' ? DOT : 0)
  const path =
    Math.abs(to.y - from.y) < 1 ? `M${from.x + from.width},${from.y}H${to.x - 1}` : elbow(x, from.y, to.x - 1, to.y)
  return { key: `${kind}-${toId}`, kind, path, fromX: from.x, toX: to.x }
}

const CORNER = 8

function elbow(x1: number, y1: number, x2: number, y2: number): string {
  const down = y2 > y1 ? 1 : -1
  const start = y1 + (down * CHIP_HEIGHT) / 2
  if (x2 - x1 < CORNER) return `M${x1},${start}C${x1},${y2 - down * 2} ${x2 - CORNER},${y2} ${x2},${y2}`
  return `M${x1},${start}V${y2 - down * CORNER}Q${x1},${y2} ${x1 + CORNER},${y2}H${x2}`
}

function ticksOf(events: readonly SagaEvent[], { xOf }: Clock): Tick[] {
  const ticks: Tick[] = []
  const times = events.map(({ time }) => Date.parse(time)).sort((a, b) => a - b)
  let free = 0
  for (const ms of times) {
    const x = xOf(ms)
    if (x < free) continue
    const text = tickText(ms - times[0]!)
    ticks.push({ x, text })
    free = x + text.length * SMALL_CHARACTER + TICK_GAP
  }
  return ticks
}

const SECOND_MS = 1000
const MINUTE_MS = 60_000

/** Fine enough to tell neighbours apart. */
function tickText(ms: number): string {
  if (ms === 0) return 'start'
  return `+${ms < SECOND_MS || ms >= MINUTE_MS ? duration(ms) : `${(ms / SECOND_MS).toFixed(2)} s`}`
}
