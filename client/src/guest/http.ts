import { setTimeout as delay } from 'node:timers/promises'
import { tokenIn } from '@bistro/http-client'
import { StackError } from '../errors.ts'

const TIMEOUT_MS = 10_000
const NOT_CAUGHT_UP_STATUS = 503
export const SERVER_ERROR_STATUS = 500
const ATTEMPTS = 5
const RETRY_PAUSE_MS = 500

/** Nobody answers, or somebody who is not able to: it may be otherwise in a moment. */
export class Unavailable extends StackError {}

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  /** What a later request sends along, so that it sees this one's outcome. */
  readonly token: string | undefined
}

export interface Call {
  /** For operator's routes. */
  readonly operatorToken?: string
}

/** Gets from any address; a 503 is tried again a few times. Throws Unavailable if nobody answers. */
export const call = (url: string, request: Call = {}): Promise<Answer> => persistently(() => callOnce(url, request))

async function persistently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask()
    if (answer.status !== NOT_CAUGHT_UP_STATUS || attempt === ATTEMPTS) return answer
    await delay(RETRY_PAUSE_MS)
  }
}

interface Result {
  readonly data?: object
  readonly error?: object
  readonly response: Response
}

/** The answer to a typed call, with the same patience. Throws Unavailable if nobody answers. */
export const answerTo = (what: string, ask: () => Promise<Result>): Promise<Answer> =>
  persistently(async () => {
    const { data, error, response } = await ask().catch((cause: Error) => {
      throw new Unavailable(`${what} got no answer.`, 'npm run stack -- status', { cause })
    })
    return { status: response.status, body: { ...data, ...error }, token: tokenIn(response) }
  })

async function callOnce(url: string, { operatorToken }: Call): Promise<Answer> {
  const headers = operatorToken ? { authorization: `Bearer ${operatorToken}` } : {}
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) })
    const body = (await response.json()) as Record<string, unknown>
    return { status: response.status, body, token: tokenIn(response) }
  } catch (cause) {
    throw new Unavailable(`GET ${url} got no answer.`, 'npm run stack -- status', { cause })
  }
}

const CREATED_STATUS = 201

/** The answer if something was created; throws a StackError with what was said otherwise. */
export async function created(what: string, ask: () => Promise<Result>): Promise<Answer> {
  const answer = await answerTo(what, ask)
  if (answer.status === CREATED_STATUS) return answer
  const said = `${what} returned ${answer.status}: ${JSON.stringify(answer.body)}`
  throw answer.status < SERVER_ERROR_STATUS ? new StackError(said) : new Unavailable(said)
}
