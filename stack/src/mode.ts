import { StackError } from '@bistro/client/errors'
import type { Mode } from '@bistro/client/manifest'
import { type Engine, findEngine } from './docker/engine.ts'
import { isJavaEnough, versionOf } from './parts/java.ts'

/** Which parts the machine can run for real, and why. */
export interface Choice {
  readonly mode: Mode
  readonly reason: string
  /** The version line of Java in mode `local`. */
  readonly javaVersion: string
}

/** What a choice depends on. */
export interface Machine {
  /** The version line of a program; undefined if it cannot be run. */
  readonly versionOf: (program: string, flag: string) => Promise<string | undefined>
  readonly findEngine: () => Promise<Engine>
}

const THIS_MACHINE: Machine = { versionOf, findEngine }

/** Takes the mode that BISTRO_STACK (`asked`) names, or the first that this machine can run. Throws a StackError. */
export async function chooseMode(asked: string | undefined, machine = THIS_MACHINE): Promise<Choice> {
  if (asked === undefined || asked === '') return chooseByWhatIsHere(machine)
  if (asked === 'local') return demandLocal(machine)
  if (asked === 'docker') return demandDocker(machine)
  if (asked === 'memory') return simple('memory', 'BISTRO_STACK=memory asks for it')
  throw new StackError(
    `Unknown mode '${asked}'. BISTRO_STACK is local, docker or memory.`,
    'BISTRO_STACK=local npm start',
  )
}

/** How to start in the mode that is tried after `failed`; undefined if none is left. */
export async function nextAttempt(failed: Mode, machine = THIS_MACHINE): Promise<string | undefined> {
  if (failed === 'memory') return undefined
  const isDockerNext = failed === 'local' && (await machine.findEngine()).state === 'answers'
  return isDockerNext ? 'BISTRO_STACK=docker npm start' : 'BISTRO_STACK=memory npm start   (without Kafka)'
}

async function chooseByWhatIsHere(machine: Machine): Promise<Choice> {
  const { missing, javaVersion } = await javaOf(machine)
  if (missing.length === 0) return { mode: 'local', reason: 'Java and Maven are installed', javaVersion }
  const without = `this machine lacks ${missing.join(' and ')}`
  const engine = await machine.findEngine()
  if (engine.state === 'answers') return simple('docker', `${without}, and Docker ${engine.version} answers`)
  if (engine.state === 'absent') return simple('memory', `${without}, and ${engine.why}`)
  return simple('memory', `${without}; Docker is installed, but ${engine.why}. To use it: ${engine.advice}`)
}

async function demandLocal(machine: Machine): Promise<Choice> {
  const { missing, javaVersion } = await javaOf(machine)
  if (missing.length === 0) return { mode: 'local', reason: 'BISTRO_STACK=local asks for it', javaVersion }
  const message = `BISTRO_STACK=local needs ${missing.join(' and ')}.`
  throw new StackError(message, 'npm run doctor', { instead: await nextAttempt('local', machine) })
}

async function demandDocker(machine: Machine): Promise<Choice> {
  const engine = await machine.findEngine()
  if (engine.state === 'answers') return simple('docker', 'BISTRO_STACK=docker asks for it')
  const message = `BISTRO_STACK=docker needs a Docker engine, but ${engine.why}.`
  throw new StackError(message, engine.advice, { instead: await nextAttempt('docker', machine) })
}

async function javaOf(machine: Machine): Promise<{ missing: string[]; javaVersion: string }> {
  const [java, maven] = await Promise.all([
    machine.versionOf('java', '-version'),
    machine.versionOf('mvn', '--version'),
  ])
  const missing = [
    ...(isJavaEnough(java) ? [] : [`Java 17 or later (found: ${java ?? 'none'})`]),
    ...(maven ? [] : ['Maven (mvn)']),
  ]
  return { missing, javaVersion: java ?? '' }
}

const simple = (mode: Mode, reason: string): Choice => ({ mode, reason, javaVersion: '' })
