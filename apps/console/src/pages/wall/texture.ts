import type { Ended } from './minutes.ts'

const SIZE = 8

/** Delivered is plain, cancelled striped, rejected dotted: told apart without the colour. */
export function texture(ending: Ended, color: string, ground: string): string | CanvasPattern {
  if (ending === 'delivered') return color
  const tile = new OffscreenCanvas(SIZE, SIZE)
  const pen = tile.getContext('2d')!
  pen.fillStyle = ground
  pen.fillRect(0, 0, SIZE, SIZE)
  pen.strokeStyle = pen.fillStyle = color
  if (ending === 'cancelled') stripes(pen)
  else dots(pen)
  return pen.createPattern(tile, 'repeat')!
}

function stripes(pen: OffscreenCanvasRenderingContext2D): void {
  pen.lineWidth = 4
  for (const start of [-SIZE, 0, SIZE]) {
    pen.beginPath()
    pen.moveTo(start - 1, SIZE + 1)
    pen.lineTo(start + SIZE + 1, -1)
    pen.stroke()
  }
}

function dots(pen: OffscreenCanvasRenderingContext2D): void {
  for (const [x, y] of [
    [2, 2],
    [6, 6],
  ] as const) {
    pen.beginPath()
    pen.arc(x, y, 1.7, 0, 2 * Math.PI)
    pen.fill()
  }
}
