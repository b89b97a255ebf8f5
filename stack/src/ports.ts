import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { StackError } from '@bistro/client/errors'
import { type PartName, PROCESS_NAMES } from '@bistro/client/names'
import { databaseOffset, PROGRAMS, portOffset } from '@bistro/services'
import { portOwner } from './process/port-owner.ts'
import { typedCommand } from './typed-command.ts'

export const LOOPBACK = '127.0.0.1'
const DEFAULT_PORT_BASE = 4000
/** The highest offset that any way of running the system uses: a stack owns the ports from its base up to there. */
const MAX_OFFSET = 36
const KAFKA_CONTROLLER_OFFSET = 22
const SMTP_OFFSET = 32
const FIRST_FREE_BASE = 10_000
/** Below the range from which Linux takes the ports of outgoing connections. */
const LAST_FREE_BASE = 32_000
const FREE_BASE_STEP = 50
const FREE_BASE_ATTEMPTS = 200
/** Bases that are suggested: round ones first, as they are easy to type. */
const SUGGESTED_STEPS = [1_000, 100] as const
/** No browser and no `fetch` connects to these, whatever listens there: https://fetch.spec.whatwg.org/#port-blocking (those from 1024). */
const BLOCKED_PORTS = [
  ...[1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697],
  10_080,
]

const OFFSETS: ReadonlyMap<PartName, number> = new Map<PartName, number>([
  ...PROGRAMS.flatMap((program): [PartName, number][] => [
    [program, portOffset(program)],
    [`postgres-${program}`, databaseOffset(program)],
  ]),
  ['kafka', 20],
  ['kafka-2', 23],
  ['kafka-3', 24],
  ['memory', 20],
  ['registry', 21],
  ['psp', 30],
  ['carrier', 31],
  ['mail', 34],
])

export function portOf(name: PartName, base: number): number {
  const offset = OFFSETS.get(name)
  if (offset === undefined) throw new Error(`${name} has no port`)
  return base + offset
}
export const kafkaControllerPort = (base: number): number => base + KAFKA_CONTROLLER_OFFSET
/** Where the mail server takes mails. */
export const smtpPort = (base: number): number => base + SMTP_OFFSET
export const addressOf = (name: PartName, base: number): string => `${LOOPBACK}:${portOf(name, base)}`

/** Reads a base such as `5000`; throws a StackError for anything that leaves no room for the ports above it. */
export function parsePortBase(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_PORT_BASE
  const base = Number(text)
  if (/^\d+$/.test(text) && base >= 1024 && base + MAX_OFFSET <= 65_535) return assertNotBlocked(base)
  throw new StackError(
    `Invalid port base '${text}'. BISTRO_PORT_BASE is a number from 1024 to ${65_535 - MAX_OFFSET}.`,
    'BISTRO_PORT_BASE=5000 npm start',
  )
}

const blockedPort = (base: number): number | undefined =>
  BLOCKED_PORTS.find((port) => port >= base && port <= base + MAX_OFFSET)

function assertNotBlocked(base: number): number {
  const port = blockedPort(base)
  if (port === undefined) return base
  throw new StackError(
    `Port ${port} is among the ports from ${base} to ${base + MAX_OFFSET}, and no browser connects to it (it stands for another protocol).`,
    `BISTRO_PORT_BASE=${nextBase(port)} ${typedCommand()}`,
  )
}

/** The first base above the port that no browser objects to. */
function nextBase(port: number): number {
  const blocked = blockedPort(port + 1)
  return blocked === undefined ? port + 1 : nextBase(blocked)
}

export interface TakenPort {
  readonly port: number
  readonly name: string
  /** The program that listens there, as far as the machine tells. */
  readonly owner?: string
}

/** The ports of a stack at `base` on which something listens already. */
export async function takenPorts(base: number): Promise<TakenPort[]> {
  const wanted = [
    ...PROCESS_NAMES.map((name) => ({ name: name as string, port: portOf(name, base) })),
    { name: 'kafka (controller)', port: kafkaControllerPort(base) },
    { name: 'mail (SMTP)', port: smtpPort(base) },
  ].filter(({ port }, index, all) => all.findIndex((other) => other.port === port) === index)
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)))
  return wanted.filter((_, index) => !free[index]).map((taken) => ({ ...taken, owner: portOwner(taken.port) }))
}

/** Throws a StackError that names each taken port, who has it, and how to move. */
export async function assertPortsFree(base: number): Promise<void> {
  const taken = await takenPorts(base)
  if (taken.length === 0) return
  const lines = taken.map(
    ({ port, name, owner }) => `  ${port}  needed by ${name}, in use by ${owner ?? 'another program'}`,
  )
  const other = await suggestPortBase(base)
  throw new StackError(`Some ports are in use:\n${lines.join('\n')}`, `BISTRO_PORT_BASE=${other} ${typedCommand()}`)
}

/** A base that is easy to type, whose whole range is free at this moment and apart from the range of `base`. */
export async function suggestPortBase(base: number): Promise<number> {
  for (const step of SUGGESTED_STEPS) {
    const [first, last] = [Math.ceil(DEFAULT_PORT_BASE / step) * step, Math.floor(LAST_FREE_BASE / step) * step]
    const all = Array.from({ length: (last - first) / step + 1 }, (_, index) => first + index * step)
    const above = all.filter((candidate) => candidate > base + MAX_OFFSET)
    const below = all.filter((candidate) => candidate + MAX_OFFSET < base)
    for (const candidate of [...above, ...below]) if (await isRangeFree(candidate)) return candidate
  }
  return findFreePortBase()
}

/** Whether nothing listens anywhere in the range, also where a stack in another mode would not listen. */
async function isRangeFree(base: number): Promise<boolean> {
  if (blockedPort(base) !== undefined) return false
  const ports = Array.from({ length: MAX_OFFSET + 1 }, (_, offset) => base + offset)
  return (await Promise.all(ports.map(isFree))).every((free) => free)
}

/** A base whose ports are all free at this moment, chosen at random so that two callers rarely meet. */
export async function findFreePortBase(): Promise<number> {
  const choices = (LAST_FREE_BASE - FIRST_FREE_BASE) / FREE_BASE_STEP
  for (let attempt = 0; attempt < FREE_BASE_ATTEMPTS; attempt++) {
    const base = FIRST_FREE_BASE + Math.floor(Math.random() * choices) * FREE_BASE_STEP
    if (await isRangeFree(base)) return base
  }
  throw new StackError(`There are no ${MAX_OFFSET + 1} consecutive free ports.`, 'npm run doctor')
}

/** A port of the system's choice that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, LOOPBACK)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: LOOPBACK, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
