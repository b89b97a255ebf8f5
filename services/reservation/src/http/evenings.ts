import { randomUUIDv7 as newId } from 'node:crypto'
import {
  IdParams,
  PageOf,
  PageQuery,
  Problem,
  problemResponses,
  type RouteContext,
  readPage,
  readRow,
  readRows,
  readStates,
  sendStream,
} from '@bistro/kit/http'
import type { Runtime } from '@bistro/kit/runtime'
import { evening, type OpenEvening } from '../domain/evening/index.ts'
import { freeOf, NO_SEATS, seats, seatsOf } from '../domain/seats/index.ts'
import { type EveningRow, evenings } from '../domain/views/evenings.ts'
import { checkCurrency, checkDate, checkSkus } from './checks.ts'
import { newEvening, oneEvening } from './examples.ts'
import { DEFAULT_HOLD_SECONDS, Evening, EveningCreated, NewEvening } from './schemas.ts'

const tags = ['evenings']

export function addEvenings(context: RouteContext): void {
  addOpening(context)
  addListing(context)
}

function addOpening({ api, perform }: RouteContext): void {
  const schema = {
    tags,
    summary: 'Puts the seats of an evening on sale, with its menu and prices',
    'x-bistro-role': 'operator',
    body: NewEvening,
    response: { 201: EveningCreated },
  } as const
  // Open, so that everyone who tries the system can open evenings.
  api.post('/evenings', { schema, config: { open: true, location: true, example: newEvening } }, (request, reply) => {
    const { body } = request
    checkSkus(body.kits)
    checkCurrency(body)
    checkDate(body, new Date())
    const eveningId = newId()
    return perform(evening)(
      { request, reply },
      {
        stream: eveningId,
        command: () => toCommand(eveningId, body),
        answer: () => ({ status: 201, headers: { location: `/evenings/${eveningId}` }, body: { eveningId } }),
      },
    )
  })
}

function toCommand(eveningId: string, body: NewEvening): OpenEvening {
  const date = new Date(body.date).toISOString()
  return { type: 'OpenEvening', eveningId, holdSeconds: DEFAULT_HOLD_SECONDS, ...body, date }
}

function addListing({ api, runtime }: RouteContext): void {
  const list = {
    tags,
    summary: 'Lists evenings, newest first, with their free seats',
    'x-bistro-role': 'guest',
    querystring: PageQuery,
    response: { 200: PageOf(Evening) },
  } as const
  api.get('/evenings', { schema: list }, async ({ query }) => {
    const page = await readPage(
      query,
      (page) => readRows(runtime, evenings, page),
      (row) => row,
      ({ eveningId }) => eveningId,
    )
    return { ...page, items: await withSeats(runtime, page.items) }
  })

  const show = {
    tags,
    summary: 'Shows an evening and its free seats',
    'x-bistro-role': 'guest',
    params: IdParams,
    response: { 200: Evening, ...problemResponses({ 404: 'unknown-evening' }) },
  } as const
  api.get('/evenings/:id', { schema: show, config: { example: oneEvening } }, async ({ params }, reply) => {
    const row = await readRow(runtime, evenings, params.id)
    const [shown] = await withSeats(runtime, row ? [row] : [])
    if (!shown) throw new Problem(404, 'unknown-evening', `There is no evening ${params.id}. GET /evenings lists them.`)
    // The only event of its stream.
    sendStream(reply, runtime, params.id, { version: 1 })
    return shown
  })
}

/** Facts and counts are read separately: counts change, facts never do. */
async function withSeats(runtime: Runtime, rows: readonly EveningRow[]) {
  const states = await readStates(
    runtime,
    seats,
    rows.map(({ eveningId }) => seatsOf(eveningId)),
  )
  return rows.map((row) => {
    const taken = states.get(seatsOf(row.eveningId)) ?? NO_SEATS
    return { ...row, kits: [...row.kits], held: taken.held, confirmed: taken.confirmed, free: freeOf(taken) }
  })
}
