import type { FastifyReply } from 'fastify'
import type { Rejected } from '../model/aggregate.ts'
import type { StoredAnswer } from '../model/input.ts'
import { PROBLEM_MEDIA_TYPE, Problem } from './problem.ts'
import { CONSISTENCY_TOKEN } from './tokens.ts'
import type { AnyWrite, Performed } from './types.ts'

const NO_CONTENT = 204

/** The response to send, and to store under an Idempotency-Key. */
export function answerOf(write: AnyWrite, outcome: Performed, token: string): StoredAnswer {
  const answer = answered(write, outcome)
  const { status, headers, body = {} } = answer instanceof Problem ? problemAnswer(answer) : answer
  // A stream without events has no version to wait for.
  const tokens: Record<string, string> = outcome.version > 0 ? { [CONSISTENCY_TOKEN]: token } : {}
  return { status, headers: { ...headers, ...tokens }, body }
}

/** The problem for a rejected decision: its code is the slug, its details become members. */
export function refusalOf({ rejected, details = {} }: Rejected, statuses: AnyWrite['problems'] = {}): StoredAnswer {
  const { detail = `Refused: ${rejected.replaceAll('-', ' ')}.`, ...extra } = details
  return problemAnswer(new Problem(statuses[rejected] ?? 409, rejected, String(detail), extra))
}

export const isDecision = ({ status }: StoredAnswer): boolean => (status >= 200 && status < 300) || status === 409

export function sendAnswer(reply: FastifyReply, { status, headers, body }: StoredAnswer): FastifyReply {
  reply.code(status).headers({ ...headers })
  return status === NO_CONTENT ? reply.send() : reply.send(body)
}

export const problemAnswer = (problem: Problem): StoredAnswer => ({
  status: problem.status,
  headers: { 'content-type': PROBLEM_MEDIA_TYPE, ...problem.headers },
  body: problem.body,
})

function answered(write: AnyWrite, outcome: Performed): ReturnType<AnyWrite['answer']> {
  try {
    return write.answer(outcome as Performed<never>)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}
