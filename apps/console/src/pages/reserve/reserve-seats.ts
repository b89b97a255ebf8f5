import { tokenIn } from '@bistro/http-client'
import { cancellationRequest } from '../../api/cancellation.ts'
import { Problem } from '../../api/problem.ts'
import { sagaCall } from '../../api/queries.ts'
import { perform, read } from '../../api/request.ts'
import { accountRequest, eveningRequest, reservationRequest } from './requests.ts'
import type { Choice } from './scenarios.ts'

export interface Reserved {
  readonly reservationId: string
  readonly isRejected: boolean
}

/** Opens an account, and an evening where none is given, and asks for the seats. A full evening is an ending, not an error. */
export async function reserveSeats(choice: Choice, eveningId: string | undefined): Promise<Reserved> {
  const [account, evening] = await Promise.all([
    perform(accountRequest(choice)),
    eveningId === undefined ? openEvening(choice) : { id: eveningId, token: undefined },
  ])
  const request = reservationRequest(choice, {
    customerId: account.body.customerId,
    eveningId: evening.id,
    key: crypto.randomUUID(),
    tokens: [tokenIn(account), evening.token],
  })
  try {
    const { body } = await perform(request)
    return { reservationId: body.reservationId, isRejected: false }
  } catch (error) {
    if (error instanceof Problem && error.slug === 'evening-full')
      return { reservationId: String(error.fields.reservationId), isRejected: true }
    throw error
  }
}

export async function openEvening(choice: Choice): Promise<{ id: string; token: string | undefined }> {
  const answer = await perform(eveningRequest(choice, Date.now()))
  return { id: answer.body.eveningId, token: tokenIn(answer) }
}

const LOOK_MS = 250
const PATIENCE_MS = 120_000

/** The guest changes their mind when the saga has this event. It goes on while other pages are looked at. */
export async function cancelAfter(type: string, reservationId: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until) {
    const saga = await read(sagaCall(reservationId)).catch(() => undefined)
    if (saga?.events.some((event) => event.type === type))
      return void (await perform(cancellationRequest(reservationId)))
    if (saga && saga.status !== 'open') return
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
