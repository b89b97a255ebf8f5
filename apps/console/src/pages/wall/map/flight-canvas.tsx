import type { LiveData } from '@bistro/gateway/contract'
import { useEffect, useMemo, useRef } from 'react'
import { live } from '../../../live/stream.ts'
import { drawDots, type Ink } from './draw.ts'
import { Flights } from './flights.ts'
import type { Link } from './layout.ts'

interface Props {
  readonly links: readonly Link[]
  /** Event types that undo a step. */
  readonly undoing: ReadonlySet<string>
  readonly width: number
  readonly height: number
}

/** Messages come ten times a second; their events take off one after the other until the next one. */
const MESSAGE_MS = 100
/** The theme may change while events fly. */
const INK_MS = 1000

/** Draws a sample of the events on their way. What it shows is said by the numbers beside it, so it is hidden from readers. */
export function FlightCanvas({ links, undoing, width, height }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const flights = useMemo(() => new Flights(), [])
  useEffect(() => flights.follow(links), [flights, links])
  useEffect(() => animate(canvas.current!, flights, undoing), [flights, undoing])
  const ratio = Math.min(globalThis.devicePixelRatio ?? 1, 2)
  return (
    <canvas
      ref={canvas}
      aria-hidden
      className="map-flights"
      width={width * ratio}
      height={height * ratio}
      style={{ width, height }}
      data-ratio={ratio}
    />
  )
}

/** Draws while something flies, and rests otherwise. Returns what stops it. */
function animate(canvas: HTMLCanvasElement, flights: Flights, undoing: ReadonlySet<string>): () => void {
  const pen = canvas.getContext('2d')!
  let frame = 0
  let ink = readInk(canvas)
  let inkAt = performance.now()
  const draw = (now: number) => {
    if (now - inkAt > INK_MS) {
      ink = readInk(canvas)
      inkAt = now
    }
    const ratio = Number(canvas.dataset.ratio)
    pen.setTransform(ratio, 0, 0, ratio, 0, 0)
    pen.clearRect(0, 0, canvas.width, canvas.height)
    drawDots(pen, flights.dots(now), ink)
    frame = flights.isEmpty ? 0 : requestAnimationFrame(draw)
  }
  const unlisten = live.listen((name, data) => {
    if (name !== 'event') return
    launch(flights, (data as LiveData['event']).items, undoing)
    if (!frame && !flights.isEmpty) frame = requestAnimationFrame(draw)
  })
  return () => {
    unlisten()
    cancelAnimationFrame(frame)
  }
}

function launch(flights: Flights, items: LiveData['event']['items'], undoing: ReadonlySet<string>): void {
  const now = performance.now()
  items.forEach(({ service, topic, type }, index) => {
    const event = { service, topic, type, isCompensation: undoing.has(type) }
    flights.launch(event, now + (index * MESSAGE_MS) / items.length)
  })
}

function readInk(canvas: HTMLCanvasElement): Ink {
  const style = getComputedStyle(canvas)
  const color = (name: string) => style.getPropertyValue(name).trim()
  return {
    event: color('--flight-event'),
    compensation: color('--flight-compensation'),
    text: color('--flight-text'),
    halo: color('--flight-halo'),
    font: `600 15px ${style.fontFamily}`,
  }
}
