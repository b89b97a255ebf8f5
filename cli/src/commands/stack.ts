import { ACTIONS, type Action, askStack } from '@bistro/client/control'
import { isProcessName, PROCESS_NAMES, SERVICES, serviceIn } from '@bistro/client/names'
import { isServiceName } from '@bistro/services'
import type { Command } from '../cli.ts'
import { ownSocket } from '../session/socket.ts'
import { noArguments, UsageError, unknownArgument } from '../terminal/arguments.ts'
import { say, seconds } from '../terminal/style.ts'
import { renderTable } from '../terminal/table.ts'

const DONE: Readonly<Record<Action, string>> = { start: 'is ready', stop: 'has stopped', kill: 'was killed' }

export const command: Command = {
  usage: [
    'npm run stack -- status               shows what runs, and where',
    'npm run stack -- stop|start|kill X    stops X, starts it again, or kills it (kill -9)',
    'npm run stack -- start X NAME=VALUE   starts X with a BISTRO_* setting that it keeps, such as BISTRO_PUBLISH=v1,v2',
    `    X is one of: ${PROCESS_NAMES.join(', ')}, and what status shows`,
    'npm run stack -- scale SERVICE N      runs the service in N processes that share its partitions, its database and its work',
  ],
  example: 'npm run stack -- kill payment',
  run: async ([action, ...rest]) => {
    const socket = ownSocket()
    if (action === 'status') {
      noArguments(rest)
      return showStatus(socket)
    }
    if (action === undefined) throw new UsageError('Missing action: status, stop, start, kill or scale.')
    if (action === 'scale') return scale(socket, rest)
    if (!isAction(action)) throw unknownArgument(action)
    return act(socket, action, rest)
  },
}

const isAction = (text: string | undefined): text is Action =>
  (ACTIONS as readonly (string | undefined)[]).includes(text)

async function act(socket: string, action: Action, [name, ...rest]: readonly string[]): Promise<number> {
  if (action !== 'start') noArguments(rest)
  if (name === undefined) throw new UsageError(`Missing X: the process to ${action}.`)
  if (!isProcessName(name)) throw new UsageError(`Unknown process '${name}'.`)
  const startedMs = performance.now()
  await askStack(socket, action === 'start' ? { action, name, settings: settingsIn(rest) } : { action, name })
  say(`${name} ${DONE[action]} (${seconds(performance.now() - startedMs, 0)})`)
  return 0
}

async function scale(socket: string, [service, count, ...rest]: readonly string[]): Promise<number> {
  noArguments(rest)
  if (service === undefined || count === undefined)
    throw new UsageError('Missing service and number, for example: order 3.')
  if (!isServiceName(service))
    throw new UsageError(
      `Unknown service '${service}'. Only services run in more than one process: ${SERVICES.join(', ')}.`,
    )
  if (!/^\d+$/.test(count)) throw new UsageError(`Invalid number '${count}'.`)
  const startedMs = performance.now()
  const status = await askStack(socket, { action: 'scale', service, processes: Number(count) })
  const running = status.filter(({ name }) => serviceIn(name) === service)
  for (const { name, address } of running) say(`${name}  ${address}`)
  say(
    `${service} runs in ${running.length === 1 ? '1 process' : `${running.length} processes`} (${seconds(performance.now() - startedMs, 0)})`,
  )
  return 0
}

const SETTING = /^(BISTRO_[A-Z_]+)=(.*)$/

function settingsIn(args: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    args.map((text) => {
      const [, name, value] = SETTING.exec(text) ?? []
      if (name === undefined || value === undefined)
        throw new UsageError(`Invalid setting '${text}'. A setting is BISTRO_NAME=value.`)
      return [name, value]
    }),
  )
}

async function showStatus(socket: string): Promise<number> {
  const processes = await askStack(socket, { action: 'status' })
  const columns = [
    { title: 'name' },
    { title: 'state' },
    { title: 'pid', align: 'right' as const },
    { title: 'address' },
  ]
  const rows = processes.map(({ name, state, pid, address }) => [name, state, String(pid ?? '-'), address])
  for (const line of renderTable(columns, rows)) say(line)
  return 0
}
