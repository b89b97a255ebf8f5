import { StackError } from './errors.ts'
import type { Mode } from './manifest.ts'
import { isJavaEnough, versionOf } from './parts/java.ts'

/** Which parts the machine can run for real, and why. */
export interface Choice {
  readonly mode: Mode
  readonly reason: string
  /** The version line of Java in mode `local`. */
  readonly javaVersion: string
}

/** Chooses by what is installed, unless BISTRO_STACK (`asked`) says `local` or `memory`. Throws a StackError. */
export async function chooseMode(asked: string | undefined): Promise<Choice> {
  if (asked === 'memory') return { mode: 'memory', reason: 'BISTRO_STACK=memory asks for it', javaVersion: '' }
  if (asked !== undefined && asked !== '' && asked !== 'local') {
    throw new StackError(`BISTRO_STACK is '${asked}'; it may be local or memory.`, 'BISTRO_STACK=local npm start')
  }
  const [java, maven] = await Promise.all([versionOf('java', '-version'), versionOf('mvn', '--version')])
  const missing = [
    ...(isJavaEnough(java) ? [] : [`Java 17 or later (found: ${java ?? 'none'})`]),
    ...(maven ? [] : ['Maven (mvn)']),
  ]
  if (missing.length === 0) return { mode: 'local', reason: 'Java and Maven are here', javaVersion: java ?? '' }
  if (asked === 'local') throw new StackError(`BISTRO_STACK=local needs ${missing.join(' and ')}.`, 'npm run doctor')
  return { mode: 'memory', reason: `there is no ${missing.join(' and no ')}`, javaVersion: '' }
}
