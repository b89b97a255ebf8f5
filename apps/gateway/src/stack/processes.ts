import { ACTIONS, type Action } from '@bistro/client/control'
import { isProcessName, type ProcessName } from '@bistro/client/names'
import { type Api, Closed, Problem, problemResponses } from '@bistro/kit/http'
import Type from 'typebox'
import { Processes } from '../contract/index.ts'
import type { Gateway } from '../gateway.ts'
import type { OpenPart } from '../parts.ts'
import { act, notThisMachine, readProcesses } from './stack.ts'

const tags = ['stack']
/** The processes that the gateway runs in: one that ends cannot wait for its own end. */
const OWN: readonly ProcessName[] = ['gateway', 'memory']

/** The processes of this machine's stack: what runs, and killing, stopping and starting one of them. */
export const processes: OpenPart = (gateway) => ({
  addRoutes: (api) => {
    addList(api, gateway)
    addActions(api, gateway)
  },
})

function addList(api: Api, { settings: { BISTRO_CONTROL_SOCKET: socket } }: Gateway): void {
  const schema = {
    tags,
    summary: "Lists the processes of this machine's stack",
    'x-bistro-role': 'guest',
    response: { 200: Processes },
  } as const
  api.get('/api/processes', { schema }, async () => {
    const found = await readProcesses(socket)
    const items = (found ?? []).map(({ name, state }) => ({ name, running: state === 'running' }))
    return { reachable: found !== undefined, items }
  })
}

function addActions(api: Api, { settings: { BISTRO_CONTROL_SOCKET: socket }, logger }: Gateway): void {
  const schema = {
    tags,
    summary: 'Kills (SIGKILL), stops or starts a process',
    'x-bistro-role': 'operator',
    params: Closed({ name: Type.String(), action: Type.Enum([...ACTIONS]) }),
    response: {
      202: Closed({}),
      ...problemResponses({ 404: 'unknown-process', 409: ['not-this-machine', 'not-possible'] }),
    },
  } as const
  api.post('/api/processes/:name/:action', { schema }, async ({ params: { name, action } }, reply) => {
    if (!isProcessName(name)) throw new Problem(404, 'unknown-process', `There is no process ${name}.`)
    logger.info({ name, action }, 'an operator acts on a process')
    await actOn(socket, name, action)
    return reply.code(202).send({})
  })
}

async function actOn(socket: string, name: ProcessName, action: Action): Promise<void> {
  if (!OWN.includes(name) || action === 'start') return act(socket, { action, name })
  if ((await readProcesses(socket)) === undefined) throw notThisMachine()
  act(socket, { action, name }).catch(() => undefined)
}
