import { expect, it } from 'vitest'
import { drawingOf } from './drawing.ts'
import { Screen } from './screen.ts'

const recorded = (): Screen => {
  const screen = new Screen()
  screen.write('\u001b[1mSaga\u001b[22m <one>\r\n', 0)
  screen.write('\r\u001b[2Kwaiting', 2_000)
  screen.write('\r\u001b[2Kdone\r\n', 9_000)
  return screen
}

it('keeps what stood in each row, and until when', () => {
  expect(recorded().lines).toEqual([
    {
      row: 0,
      fromMs: 0,
      pieces: [
        { text: 'Saga', codes: [1] },
        { text: ' <one>', codes: [] },
      ],
    },
    { row: 1, fromMs: 2_000, toMs: 9_000, pieces: [{ text: 'waiting', codes: [] }] },
    { row: 1, fromMs: 9_000, pieces: [{ text: 'done', codes: [] }] },
  ])
})

it('draws the last screen, tells it to those who hear it, and shortens pauses', () => {
  const drawing = drawingOf(recorded().lines, 'a <title>')
  expect(drawing).toContain('<title id="title">a &lt;title&gt;</title>')
  expect(drawing).toContain('<desc id="screen">Saga &lt;one&gt;\ndone</desc>')
  expect(drawing).toContain('animation-duration:14000ms')
  expect(drawing).toContain('id="p0" class="passing"')
})
