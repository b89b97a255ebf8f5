import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { publisherOf, type Service } from '../model/service.ts'
import { CONSISTENCY_WAIT_MS, QueueFull, type Runtime } from '../runtime/runtime.ts'
import { Problem, tryLater } from './problem.ts'

export const CONSISTENCY_TOKEN = 'consistency-token'
const MAX_TOKENS = 8
const TOKEN = /^([a-z][a-z0-9-]*):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([1-9][0-9]{0,14})$/

const ONE = '[a-z][a-z0-9-]*:[0-9a-f-]{36}@[1-9][0-9]{0,14}'
/** The header's schema for the OpenAPI document. */
export const ConsistencyTokens = Type.String({
  pattern: `^${ONE}(\\s*,\\s*${ONE}){0,${MAX_TOKENS - 1}}$`,
  description: `Tokens of earlier responses, up to ${MAX_TOKENS}, separated by commas: the service waits up to ${CONSISTENCY_WAIT_MS / 1_000} s until it has reached them`,
  examples: ['reservation:01a00000-0000-7000-8000-000000000001@1'],
})

interface Token {
  readonly service: string
  readonly stream: string
  readonly version: number
}

/** Waits until the versions in the request's Consistency-Tokens have been reached. @throws Problem */
export type HonourTokens = (request: FastifyRequest) => Promise<void>

export const tokenOf = (service: string, stream: string, version: number): string => `${service}:${stream}@${version}`

/** Adds the Consistency-Token to a response about one stream. */
export function sendStream(
  reply: FastifyReply,
  { service }: Pick<Runtime, 'service'>,
  stream: string,
  { version }: { readonly version: number },
): void {
  reply.header(CONSISTENCY_TOKEN, tokenOf(service.name, stream, version))
}

export function honourTokens(runtime: Runtime): HonourTokens {
  const sources = sourcesOf(runtime.service)
  return async (request) => {
    const header = request.headers[CONSISTENCY_TOKEN]
    if (header === undefined) return
    const awaited = parseTokens(String(header)).map((token) => ({ ...token, source: applicable(sources, token) }))
    const reached = await Promise.all(awaited.map((token) => wait(runtime, token)))
    const late = awaited.find((_, index) => !reached[index])
    if (late) throw notCaughtUp(late)
  }
}

/** `ce_source` by service name, of the service itself and of those that it reads. */
function sourcesOf({ name, source, subscribes }: Service): ReadonlyMap<string, string> {
  const prefix = source.slice(0, -name.length)
  return new Map([name, ...subscribes.map(publisherOf)].map((service) => [service, `${prefix}${service}`]))
}

function parseTokens(header: string): Token[] {
  const texts = header.split(',').map((text) => text.trim())
  if (texts.length > MAX_TOKENS) throw invalid(`Send at most ${MAX_TOKENS} tokens, not ${texts.length}.`)
  return texts.map((text) => {
    const [, service, stream, version] = TOKEN.exec(text) ?? []
    if (!service || !stream)
      throw invalid('Send tokens as you received them: <service>:<stream id>@<version>, separated by commas.')
    return { service, stream, version: Number(version) }
  })
}

function applicable(sources: ReadonlyMap<string, string>, { service }: Token): string {
  const source = sources.get(service)
  if (source !== undefined) return source
  const detail = `This service does not read ${service}; it accepts tokens of ${[...sources.keys()].join(', ')}.`
  throw new Problem(400, 'token-not-applicable', detail)
}

async function wait(runtime: Runtime, { source, stream, version }: Token & { source: string }): Promise<boolean> {
  try {
    return await runtime.reached(source, stream, version)
  } catch (error) {
    if (error instanceof QueueFull)
      throw tryLater(503, 'too-many-waiting', 'Too many requests are waiting for a Consistency-Token: try again later.')
    throw error
  }
}

const invalid = (advice: string): Problem =>
  new Problem(400, 'invalid-token', `Consistency-Token is malformed. ${advice}`)

const notCaughtUp = ({ service, stream, version }: Token): Problem =>
  tryLater(
    503,
    'not-caught-up',
    `Version ${version} of ${service}:${stream} has not arrived within ${CONSISTENCY_WAIT_MS} ms.`,
  )
