import type { Saga } from '../model.ts'
import { PICTURE_STYLE } from './picture-style.ts'
import { type LogRecord, recordsOf } from './records.ts'
import { circle, line, path, rect, text } from './svg.ts'
import { undosOf } from './undos.ts'

const [COLUMN, MARGIN] = [172, 100]
const [BOX_TOP, BOX_WIDTH, BOX_HEIGHT] = [18, 136, 70]
const [LOG_TOP, FIRST_ROW, ROW] = [112, 162, 27]
const [ARROW, RADIUS, LABEL_LIFT] = [7, 4, 6]

/** The whole system in one small picture: services, their databases, the log, and a saga running through it. */
export function renderPicture(saga: Saga): string {
  const records = recordsOf(saga)
  const names = Object.keys(saga.services).filter((name) =>
    records.some(({ from, to }) => [from, ...to].includes(name)),
  )
  const x = (name: string): number => MARGIN + names.indexOf(name) * COLUMN
  const width = 2 * MARGIN + (names.length - 1) * COLUMN
  const undoTop = FIRST_ROW + records.length * ROW + ROW / 2
  const logBottom = undoTop + 2 * ROW
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${logBottom + 16}" role="img" aria-labelledby="title steps">`,
    '<title id="title">Five services, their databases, the log between them, and a saga running through it</title>',
    `<desc id="steps">${toldOf(records)}</desc>`,
    `<style>${PICTURE_STYLE}</style>`,
    rect('page', { x: 0, y: 0, width, height: logBottom + 16, radius: 8 }),
    rect('log', { x: 12, y: LOG_TOP, width: width - 24, height: logBottom - LOG_TOP, radius: 8 }),
    text(
      'note',
      24,
      LOG_TOP + 18,
      'Kafka: the log. Each record is written by one service and read by those that need it',
    ),
    ...names.flatMap((name) => serviceAt(x(name), name, logBottom)),
    ...records.flatMap((record, index) => recordAt(record, index, FIRST_ROW + index * ROW, x)),
    ...undoAt(saga, undoTop, x),
    '</svg>',
    '',
  ].join('\n')
}

/** The picture as text, for screen readers. */
const toldOf = (records: readonly LogRecord[]): string =>
  [
    ...records.map(({ type, from, to }, index) => `${index + 1}. ${type}, from ${from} to ${to.join(' and ')}.`),
    'If a step fails, order publishes OrderCancelled, and each service undoes its own step.',
  ].join(' ')

function serviceAt(x: number, name: string, bottom: number): string[] {
  const [width, cylinder] = [30, x - 46]
  const top = BOX_TOP + 40
  return [
    line('life', x, BOX_TOP + BOX_HEIGHT, x, bottom - 8),
    rect('service', { x: x - BOX_WIDTH / 2, y: BOX_TOP, width: BOX_WIDTH, height: BOX_HEIGHT, radius: 6 }),
    text('name', x, BOX_TOP + 22, name),
    path('database', `M${cylinder} ${top}v15a15 5 0 0 0 ${width} 0v-15a15 5 0 0 0 -${width} 0a15 5 0 0 0 ${width} 0`),
    text('small', x + 20, top + 11, 'its Postgres'),
  ]
}

type Place = (name: string) => number

function recordAt({ type, from, to }: LogRecord, index: number, y: number, x: Place): string[] {
  const nearest = [...to].sort((a, b) => Math.abs(x(a) - x(from)) - Math.abs(x(b) - x(from)))[0] ?? from
  const furthest = to.reduce((a, b) => (Math.abs(x(b) - x(from)) > Math.abs(x(a) - x(from)) ? b : a))
  return [
    `<g class="record" style="--turn:${index}">`,
    line('arrow', x(from), y, x(furthest), y),
    circle('dot', x(from), y, RADIUS),
    ...to.map((name) => arrowHead(x(name), y, Math.sign(x(name) - x(from)))),
    text('event', (x(from) + x(nearest)) / 2, y - LABEL_LIFT, type),
    '</g>',
  ]
}

const arrowHead = (x: number, y: number, way: number): string =>
  path('head', `M${x} ${y}l${-way * ARROW} ${-ARROW / 2}v${ARROW}z`)

/** The one event that compensates, and what each service does then. */
function undoAt(saga: Saga, y: number, x: Place): string[] {
  const undos = undosOf(saga)
  const places = undos.map(({ service }) => x(service))
  return [
    '<g class="undo">',
    line('arrow', Math.min(...places, x('order')), y, Math.max(...places, x('order')), y),
    circle('dot', x('order'), y, RADIUS),
    ...places.map((place) => arrowHead(place, y, Math.sign(place - x('order')))),
    text('event', (x('order') + x('payment')) / 2, y - LABEL_LIFT, 'OrderCancelled'),
    text('small', x('shipping'), y - LABEL_LIFT, 'if a step fails: one'),
    text('small', x('shipping'), y + LABEL_LIFT + 3, 'event, and each service'),
    text('small', x('shipping'), y + 3 * LABEL_LIFT + 6, 'undoes its own step'),
    ...undos.flatMap(({ service, undos: events }) =>
      events.map((event, index) => text('event', x(service), y + 17 + index * 13, event)),
    ),
    '</g>',
  ]
}
