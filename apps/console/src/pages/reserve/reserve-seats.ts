import type { SagaDetail } from '@bistro/gateway/contract'
import { cancellationRequest } from '../../api/cancellation.ts'
import { Problem } from '../../api/problem.ts'
import { get, path, perform } from '../../api/request.ts'
import { accountRequest, eveningRequest, reservationRequest } from './requests.ts'
import type { Choice } from './scenarios.ts'

export interface Reserved {
  readonly reservationId: string
  readonly isRejected: boolean
}

const tokensOf = (...answers: readonly { headers: Headers }[]) =>
  answers.flatMap(({ headers }) => headers.get('consistency-token') ?? [])

/** Opens an account, and an evening where none is given, and asks for the seats. A full evening is an ending, not an error. */
export async function reserveSeats(choice: Choice, eveningId: string | undefined): Promise<Reserved> {
  const [account, evening] = await Promise.all([
    perform<{ customerId: string }>(accountRequest(choice)),
    eveningId === undefined ? openEvening(choice) : { id: eveningId, tokens: [] },
  ])
  const request = reservationRequest(choice, {
    customerId: account.body.customerId,
    eveningId: evening.id,
    key: crypto.randomUUID(),
    tokens: [...tokensOf(account), ...evening.tokens],
  })
  try {
    const { body } = await perform<{ reservationId: string }>(request)
    return { reservationId: body.reservationId, isRejected: false }
  } catch (error) {
    if (error instanceof Problem && error.slug === 'evening-full')
      return { reservationId: String(error.fields.reservationId), isRejected: true }
    throw error
  }
}

export async function openEvening(choice: Choice): Promise<{ id: string; tokens: string[] }> {
  const answer = await perform<{ eveningId: string }>(eveningRequest(choice, Date.now()))
  return { id: answer.body.eveningId, tokens: tokensOf(answer) }
}

const LOOK_MS = 250
const PATIENCE_MS = 120_000

/** The guest changes their mind when the saga has this event. It goes on while other pages are looked at. */
export async function cancelAfter(type: string, reservationId: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until) {
    const saga = await get<SagaDetail>(path`/api/sagas/${reservationId}`).catch(() => undefined)
    if (saga?.events.some((event) => event.type === type))
      return void (await perform(cancellationRequest(reservationId)))
    if (saga && saga.status !== 'open') return
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
