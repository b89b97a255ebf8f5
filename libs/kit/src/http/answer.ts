import type { Rejected } from '../model/aggregate.ts'
import type { StoredAnswer } from '../model/input.ts'
import { PROBLEM_MEDIA_TYPE, Problem } from './problem.ts'

/** The part of a reply that sends. Structural, so that replies of every route's own type fit. */
export interface Replying {
  header(name: string, value: string): unknown
  readonly raw: { statusCode: number }
  send(...payload: never[]): unknown
}

export const answerOf = (problem: Problem): StoredAnswer => ({
  status: problem.status,
  headers: { 'content-type': PROBLEM_MEDIA_TYPE, ...problem.headers },
  body: problem.body,
})

/** A decision's refusal: its code is the slug, its details become members of the problem. */
export function refusalOf({ rejected, details = {} }: Rejected, statuses: Readonly<Record<string, number>>): Problem {
  const { detail = `Refused: ${rejected.replaceAll('-', ' ')}.`, ...extra } = details
  return new Problem(statuses[rejected] ?? 409, rejected, String(detail), extra)
}
