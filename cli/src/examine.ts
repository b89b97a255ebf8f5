import { existsSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { StackError } from '@bistro/client/errors'
import {
  chooseMode,
  findEngine,
  freeBytes,
  isJavaEnough,
  lockOwner,
  orphansOfCrash,
  parsePortBase,
  readIfThere,
  takenPorts,
  versionOf,
} from '@bistro/stack'
import { dataDirFrom, dataPaths } from '@bistro/stack/paths'

const NEEDED_MEMORY_BYTES = 2 * 1024 ** 3
const NEEDED_DISK_BYTES = 2 * 1024 ** 3
const GIB = 1024 ** 3

export interface Finding {
  readonly name: string
  /** `lesser`: it works without, but something is less real or less certain. `missing`: it will not work. */
  readonly verdict: 'fine' | 'lesser' | 'missing'
  readonly found: string
  readonly advice?: string
}

/** Looks at everything that a start depends on, and changes nothing. */
export const examine = (): Promise<Finding[]> =>
  Promise.all([node(), java(), maven(), docker(), mode(), memory(), disk(), ports(), data()])

const node = async (): Promise<Finding> => ({
  name: 'Node',
  verdict: 'fine',
  found: `${process.versions.node}, from the lockfile; the system's Node only starts it`,
})

async function java(): Promise<Finding> {
  const version = await versionOf('java', '-version')
  if (isJavaEnough(version)) return { name: 'Java', verdict: 'fine', found: version ?? '' }
  return {
    name: 'Java',
    verdict: 'lesser',
    found: version ?? 'not installed: Kafka and the registry then need Docker',
    advice: 'apt-get install openjdk-17-jre-headless   or   brew install openjdk',
  }
}

async function maven(): Promise<Finding> {
  const version = await versionOf('mvn', '--version')
  if (version) return { name: 'Maven', verdict: 'fine', found: version }
  return {
    name: 'Maven',
    verdict: 'lesser',
    found: 'not installed: Kafka and the registry then need Docker',
    advice: 'apt-get install maven   or   brew install maven',
  }
}

async function docker(): Promise<Finding> {
  const engine = await findEngine()
  if (engine.state === 'answers')
    return { name: 'Docker', verdict: 'fine', found: `${engine.version} answers; BISTRO_STACK=docker uses it` }
  if (engine.state === 'absent')
    return { name: 'Docker', verdict: 'fine', found: 'not installed; needed only without Java and Maven' }
  return { name: 'Docker', verdict: 'lesser', found: `installed, but ${engine.why}`, advice: engine.advice }
}

async function mode(): Promise<Finding> {
  try {
    const { mode, reason } = await chooseMode(process.env.BISTRO_STACK)
    const found = `${mode}: ${reason}`
    if (mode !== 'memory') return { name: 'mode', verdict: 'fine', found }
    return { name: 'mode', verdict: 'lesser', found, advice: 'install Docker, or Java 17 and Maven, for a real Kafka' }
  } catch (error) {
    if (!(error instanceof StackError)) throw error
    return { name: 'mode', verdict: 'missing', found: error.message, advice: error.next }
  }
}

async function memory(): Promise<Finding> {
  const available = availableMemoryBytes()
  const found = `${gib(available)} free of ${gib(totalmem())}; a stack takes less than ${gib(NEEDED_MEMORY_BYTES)}`
  if (available >= NEEDED_MEMORY_BYTES) return { name: 'memory', verdict: 'fine', found }
  return { name: 'memory', verdict: 'lesser', found, advice: 'close a large program' }
}

/** What the system could give without swapping; Node's own `freemem` leaves out what caches would give back. */
function availableMemoryBytes(): number {
  const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(readIfThere('/proc/meminfo') ?? '')?.[1]
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024
}

async function disk(): Promise<Finding> {
  const { root } = dataPaths(dataDirFrom(process.env.BISTRO_DATA_DIR))
  const free = freeBytes(existingAbove(root))
  const found = `${gib(free)} free at ${root}`
  if (free >= NEEDED_DISK_BYTES) return { name: 'disk', verdict: 'fine', found }
  return { name: 'disk', verdict: 'lesser', found, advice: 'BISTRO_DATA_DIR=<folder on another disk> npm start' }
}

const existingAbove = (path: string): string => (existsSync(path) ? path : existingAbove(dirname(path)))

async function ports(): Promise<Finding> {
  const base = parsePortBase(process.env.BISTRO_PORT_BASE)
  const { lock } = dataPaths(dataDirFrom(process.env.BISTRO_DATA_DIR))
  if (lockOwner(lock)?.portBase === base)
    return { name: 'ports', verdict: 'fine', found: `${base} and up: in use by the running stack` }
  const taken = await takenPorts(base)
  if (taken.length === 0) return { name: 'ports', verdict: 'fine', found: `${base} and up are free` }
  if (orphansOfCrash(lock).length > 0) {
    return {
      name: 'ports',
      verdict: 'lesser',
      found: `${base} and up: in use by processes of a crashed stack`,
      advice: 'npm start   (stops them first)',
    }
  }
  return {
    name: 'ports',
    verdict: 'missing',
    found: taken.map(({ port, owner }) => `${port} is taken by ${owner ?? 'another program'}`).join(', '),
    advice: `BISTRO_PORT_BASE=${base + 1000} npm start`,
  }
}

async function data(): Promise<Finding> {
  const { lock, root } = dataPaths(dataDirFrom(process.env.BISTRO_DATA_DIR))
  const owner = lockOwner(lock)
  const found = existsSync(root) ? `not running; its data is in ${root}` : 'not running, no data'
  return { name: 'stack', verdict: 'fine', found: owner ? `running (pid ${owner.pid}) on ${root}` : found }
}

const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`
