import Fastify from 'fastify'
import Type from 'typebox'
import {
  type Api,
  Closed,
  createApi,
  Id,
  IdParams,
  Instant,
  type MakeExample,
  Money,
  NoBody,
  ownNames,
  PageQuery,
  Problem,
  type Routes,
  sendStream,
  Text,
} from '../../src/http/index.ts'
import type { Aggregate, AnyCommand, AnyEvent } from '../../src/model/index.ts'
import { type ScriptedRuntime, STREAM } from './scripted-runtime.ts'

const NewJar = Closed({
  shelfId: Id,
  label: Text(20),
  price: Money,
  filledAt: Instant,
  weeks: Type.Integer({ default: 4 }),
})
const open = { 'x-bistro-role': 'guest' } as const
const lastJar: MakeExample = async ({ reader }) => {
  const [id] = await reader.recent('jar')
  return id === undefined ? undefined : { params: { id } }
}

const jars: Aggregate<unknown, AnyCommand, AnyEvent> = {
  name: 'jar',
  visibility: 'published',
  initialState: {},
  decide: () => [],
  evolve: (state) => state,
}

const routes: Routes = ({ api, runtime, perform }) => {
  api.post(
    '/jars',
    { schema: { ...open, body: NewJar }, config: { idempotent: true, example: async () => ({ body: jar }) } },
    (request, reply) =>
      perform(jars)(
        { request, reply },
        {
          stream: STREAM,
          command: () => ({ type: 'FillJar' }),
          problems: { 'unknown-shelf': 404, 'shelf-full': 409 },
          answer: ({ state, ignored }) =>
            ignored === 'shelf-closed'
              ? new Problem(409, 'shelf-closed', 'Nothing fits.', { shelf: 7 })
              : { status: 202, headers: { location: `/jars/${STREAM}` }, body: { state, body: request.body } },
        },
      ),
  )
  api.post('/jars/:id/opening', { schema: { ...open, params: IdParams, body: NoBody } }, (request, reply) =>
    perform(jars)(
      { request, reply },
      {
        stream: request.params.id,
        command: (_, { now }) => ({ type: `OpenJar at ${now}` }),
        answer: () => ({ status: 204 }),
      },
    ),
  )
  api.get(
    '/jars/:id',
    { schema: { ...open, params: IdParams }, config: { example: lastJar } },
    async (request, reply) => {
      sendStream(reply, runtime, request.params.id, { version: 5 })
      return { jar: request.params.id }
    },
  )
  api.get('/jars', { schema: { ...open, querystring: PageQuery } }, async (request) => request.query)
  const sealed = {
    verifyBody: (_: object, body: Buffer) => {
      if (!body.includes('seal')) throw new Problem(401, 'bad-seal', 'No seal.')
    },
  }
  api.post('/sealed', { schema: { ...open, body: Closed({ seal: Id }) }, config: sealed }, async () => ({}))
  const Note = Closed({ note: Type.Optional(Type.Array(Type.String())), label: Type.Optional(Type.String()) })
  api.post('/notes', { schema: { ...open, body: Note } }, async () => ({}))
  api.get('/broken', { schema: open }, async () => {
    throw new Error('the secret is 42')
  })
}

export const OPERATOR_TOKEN = 'the token of the pantry'

export const createPantryApi = (
  runtime: ScriptedRuntime,
  unready?: string,
  prepare: (api: Api) => void = () => {},
): Promise<Api> =>
  createApi({
    runtime,
    routes: (context) => {
      prepare(context.api)
      return routes(context)
    },
    ports: undefined,
    logger: Fastify().log,
    registry: { contentType: 'text/plain', metrics: async () => 'bistro_commits_total 1\n' },
    access: { names: ownNames('pantry', '127.0.0.1', 'pantry.example'), operatorToken: OPERATOR_TOKEN },
    state: () => ({ notReady: unready, unavailable: [] }),
  })

export const jar = {
  shelfId: STREAM,
  label: 'plums',
  price: { amount: 100, currency: 'EUR' },
  filledAt: '2030-01-31T10:00:00Z',
}

export const slugOf = (answer: { json(): { type: string } }): string | undefined => answer.json().type.split('/').at(-1)
