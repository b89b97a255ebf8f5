import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { type Api, Closed, createPlainApi, Id, ownNames, Problem, Text } from '@bistro/kit/http'
import { createLogger, listen } from '@bistro/kit/process'
import { readIfThere, writePrivateFile } from '@bistro/stack'
import Type from 'typebox'
import { ClassBoard, type Learner } from './board.ts'

const ANY_ADDRESS = '0.0.0.0'
const KEY_BYTES = 9
const MAX_NAME_CHARACTERS = 40
const MAX_LAB = 99
const HINTS = 3
const A_WEEK_SECONDS = 7 * 86_400

export interface ClassOptions {
  /** Where key and progress are kept, so that they outlive a restart. */
  readonly folder: string
  readonly port: number
  /** Of labs, by number. */
  readonly titles: ReadonlyMap<number, string>
}

export interface OpenClass {
  readonly key: string
  /** As learners reach it, one for each network of this machine. */
  readonly addresses: readonly string[]
  readonly port: number
  close(): Promise<void>
}

interface Kept {
  readonly key: string
  readonly learners: readonly Learner[]
}

const Report = Closed({
  seat: Id,
  name: Text(MAX_NAME_CHARACTERS),
  lab: Type.Integer({ minimum: 1, maximum: MAX_LAB }),
  hints: Type.Integer({ minimum: 0, maximum: HINTS }),
  result: Type.Enum(['begun', 'right', 'wrong', 'could not check']),
  elapsedSeconds: Type.Integer({ minimum: 0, maximum: A_WEEK_SECONDS }),
})

const Rows = Closed({
  items: Type.Array(
    Closed({
      name: Type.String(),
      lab: Type.Integer(),
      title: Type.String(),
      seconds: Type.Integer(),
      hints: Type.Integer(),
      result: Type.String(),
      done: Type.Integer(),
      seenSecondsAgo: Type.Integer(),
    }),
  ),
})

/** Serves the page on which a class appears. It learns a name that each learner has chosen, and how the labs go. */
export async function openClass({ folder, port, titles }: ClassOptions): Promise<OpenClass> {
  const file = join(folder, 'class.json')
  const kept = readKept(file)
  const board = new ClassBoard(kept?.learners)
  const key = kept?.key ?? randomBytes(KEY_BYTES).toString('base64url')
  const keep = (): void => writePrivateFile(file, JSON.stringify({ key, learners: board.learners } satisfies Kept))
  mkdirSync(folder, { recursive: true })
  keep()
  const own = ownAddresses()
  const api = await createPlainApi({
    name: 'class',
    logger: createLogger('class', 'warn'),
    registry: { contentType: 'text/plain', metrics: async () => `bistro_class_learners ${board.learners.length}\n` },
    access: { names: ownNames('class', ANY_ADDRESS, own.join()), operatorToken: key },
    state: () => ({ notReady: undefined, unavailable: [] }),
    routes: (routes) => addRoutes(routes, board, titles, keep),
    undescribed: addPage,
  })
  await listen(api, ANY_ADDRESS, port)
  return { key, port, addresses: own.map((address) => `http://${address}:${port}`), close: () => api.close() }
}

function readKept(file: string): Kept | undefined {
  const text = readIfThere(file)
  return text === undefined ? undefined : (JSON.parse(text) as Kept)
}

/** Addresses by which others reach this machine. */
const ownAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)

function addRoutes(api: Api, board: ClassBoard, titles: ReadonlyMap<number, string>, keep: () => void): void {
  // The key of the class is what an operator's token is elsewhere.
  const withKey = { tags: ['class'], 'x-bistro-role': 'operator' } as const
  const report = { ...withKey, summary: 'Tells how a learner stands', body: Report, response: { 204: Type.Null() } }
  api.post('/reports', { schema: report }, async ({ body }, reply) => {
    if (!board.take(body, Date.now())) throw new Problem(409, 'class-full', 'No more learners fit into this class.')
    keep()
    return reply.code(204).send(null)
  })
  const learners = { ...withKey, summary: 'Lists the learners and how they stand', response: { 200: Rows } }
  api.get('/learners', { schema: learners }, async () => ({
    items: board.rows(Date.now()).map((row) => ({ ...row, title: titles.get(row.lab) ?? '' })),
  }))
}

const PAGE = join(import.meta.dirname, 'page')
const FILES = [
  ['/', 'class.html', 'text/html; charset=utf-8'],
  ['/class.css', 'class.css', 'text/css; charset=utf-8'],
  ['/class.js', 'class.js', 'text/javascript; charset=utf-8'],
] as const

async function addPage(api: Api): Promise<void> {
  for (const [url, name, type] of FILES) {
    const content = readFileSync(join(PAGE, name), 'utf8')
    api.get(url, { schema: { hide: true } }, (_request, reply) =>
      reply.header('cache-control', 'no-store').type(type).send(content),
    )
  }
}
