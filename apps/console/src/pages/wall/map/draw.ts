import type { Dot } from './flights.ts'

export interface Ink {
  readonly event: string
  readonly compensation: string
  readonly text: string
  readonly halo: string
  readonly font: string
}

const RADIUS = 7
const LABEL_GAP = 12

/** Events are discs; what undoes another is a diamond in its own colour, so that it is told by its shape too. */
export function drawDots(pen: CanvasRenderingContext2D, dots: readonly Dot[], ink: Ink): void {
  for (const dot of dots) drawDot(pen, dot, ink)
  pen.font = ink.font
  pen.textBaseline = 'middle'
  pen.lineWidth = 4
  pen.lineJoin = 'round'
  for (const dot of dots) if (dot.isNamed) drawName(pen, dot, ink)
}

function drawDot(pen: CanvasRenderingContext2D, { x, y, event }: Dot, ink: Ink): void {
  pen.beginPath()
  if (event.isCompensation) diamond(pen, x, y, RADIUS * 1.4)
  else pen.arc(x, y, RADIUS, 0, 2 * Math.PI)
  pen.fillStyle = event.isCompensation ? ink.compensation : ink.event
  pen.strokeStyle = ink.halo
  pen.lineWidth = 2
  pen.fill()
  pen.stroke()
}

function diamond(pen: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  pen.moveTo(x, y - size)
  pen.lineTo(x + size, y)
  pen.lineTo(x, y + size)
  pen.lineTo(x - size, y)
  pen.closePath()
}

function drawName(pen: CanvasRenderingContext2D, { x, y, event }: Dot, ink: Ink): void {
  pen.strokeStyle = ink.halo
  pen.fillStyle = ink.text
  const fits = x + LABEL_GAP + pen.measureText(event.type).width <= pen.canvas.clientWidth
  pen.textAlign = fits ? 'start' : 'end'
  const at = fits ? x + LABEL_GAP : x - LABEL_GAP
  pen.strokeText(event.type, at, y)
  pen.fillText(event.type, at, y)
}
