import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Cause } from '../model/event.ts'
import type { Outcome, Request } from '../model/input.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { answerOf, isDecision, problemAnswer, refusalOf, sendAnswer } from './answer.ts'
import { fingerprintOf, idempotencyKeyOf, KeysInProgress, keyReused } from './idempotency.ts'
import { type HonourTokens, tokenOf } from './tokens.ts'
import type { AnyWrite, Perform } from './types.ts'

/** Header of a response that is repeated. */
const REPLAYED = 'idempotency-replayed'

/** Checks in this order: the key's form, the tokens, the key's use, the decision. */
export function createPerform(runtime: Runtime, honour: HonourTokens): Perform {
  const keys = new KeysInProgress()
  return (aggregate) =>
    async ({ request, reply }, write) => {
      const key = request.routeOptions.config.idempotent ? idempotencyKeyOf(request) : undefined
      await honour(request)
      const render = rendering(runtime.service.name, write)
      const command = commandOf(request, aggregate.name, write)
      const since = performance.now() - reply.elapsedTime
      const outcome =
        key === undefined
          ? await runtime.submit(command, since)
          : await keys.run(key, () => runtime.submit({ ...command, idempotency: kept(request, key, render) }, since))
      send(reply, outcome, render)
    }
}

type Render = (outcome: Outcome) => ReturnType<typeof answerOf>

function rendering(service: string, write: AnyWrite): Render {
  const token = (version: number) => tokenOf(service, write.stream, version)
  return (outcome) => {
    switch (outcome.kind) {
      case 'accepted':
        return answerOf(write, outcome, token(outcome.version))
      case 'ignored':
        return answerOf(write, { ...outcome, events: [], ignored: outcome.reason }, token(outcome.version))
      case 'rejected':
        return refusalOf(outcome, write.problems)
      case 'replayed':
        return outcome.answer
      case 'key-reused':
        return problemAnswer(keyReused())
      case 'stays':
      case 'done':
        throw new Error('a request ended without an outcome')
    }
  }
}

function commandOf(request: FastifyRequest, aggregate: string, write: AnyWrite): Request {
  const now = new Date().toISOString()
  return {
    cause: causeOf(request),
    by: roleOf(request),
    aggregate,
    stream: write.stream,
    reads: write.reads ?? [],
    command: (rows) => write.command(rows as never, { now }),
  }
}

const roleOf = ({ routeOptions }: FastifyRequest): string => routeOptions.schema?.['x-bistro-role'] ?? 'guest'

function causeOf({ id, headers }: FastifyRequest): Cause {
  const { traceparent } = headers
  return { id, traceparent: typeof traceparent === 'string' ? traceparent : undefined }
}

/** Runs inside the transaction, so that the response is stored with the write or not at all. */
function kept(request: FastifyRequest, key: string, render: Render): NonNullable<Request['idempotency']> {
  return {
    key,
    fingerprint: fingerprintOf(request),
    answer: (outcome) => {
      const answer = render('rejected' in outcome ? { kind: 'rejected', ...outcome } : { kind: 'accepted', ...outcome })
      return isDecision(answer) ? answer : undefined
    },
  }
}

function send(reply: FastifyReply, outcome: Outcome, render: Render): void {
  if (outcome.kind === 'replayed') reply.header(REPLAYED, 'true')
  sendAnswer(reply, render(outcome))
}
