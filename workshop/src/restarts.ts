import { EXTERNALS, PROGRAMS, type ProcessName, serviceIn } from '@bistro/client/names'

/**
 * What has to be started again for changed code to run: these processes; the whole stack, which deploys schemas, topics, rights and
 * tables; or a stack `anew`, on new data, as another program needs users, passwords and a database.
 */
export type Restarts = ReadonlySet<ProcessName> | 'stack' | 'anew'

const NOTHING = 'nothing'
const STACK = 'stack'
const ANEW = 'anew'

/** What runs the code of a file; the first that fits. A service's own is `$1`. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)(test|tests|measure)\/|\.(test|fixture)\.ts$|\.md$|(^|\/)openapi[^/]*\.json$/, NOTHING],
  [/^services\/registry\.ts$/, ANEW],
  [/^services\/[a-z]+\/(migrations\/|package\.json)|#topics$/, STACK],
  [/^services\/([a-z]+)\/src\//, '$1'],
  [/^apps\/gateway\/src\//, 'gateway'],
  [/^externals\//, EXTERNALS.join(' ')],
  [/^libs\/kit\/src\/|^libs\/client\/|^saga\/|^oracle\//, 'services gateway'],
  [/^(services|stack|libs|client|apps)\/|^package\.json$|^pnpm-/, STACK],
  [/./, NOTHING],
]

/** A table that is there is not made again. */
const MIGRATION = /^(services|apps)\/[a-z]+\/migrations\//

/**
 * @param running all processes that the stack has
 * @param before the files that it was started with
 */
export function restartsFor(
  changed: readonly string[],
  running: readonly ProcessName[],
  before: Readonly<Record<string, unknown>> = {},
): Restarts {
  if (changed.some((path) => MIGRATION.test(path) && path in before)) return ANEW
  const names = new Set<ProcessName>()
  const runners = changed.map((path) => [path, runnersOf(path)] as const)
  for (const all of [ANEW, STACK] as const) if (runners.some(([, found]) => found.includes(all))) return all
  // All services in one process, whose memory is their database and their log.
  if (running.includes('memory') && runners.some(([, found]) => !found.includes(NOTHING))) return STACK
  for (const [path, found] of runners) {
    const started = running.filter((name) => found.includes(name) || found.includes(serviceIn(name) ?? 'nobody'))
    const all = found.includes('services') ? running.filter((name) => serviceIn(name) !== undefined) : []
    // The code of a service that the stack does not know yet.
    if (/^services\//.test(path) && started.length === 0 && !found.includes(NOTHING)) return STACK
    for (const name of [...started, ...all]) names.add(name)
  }
  return names
}

function runnersOf(path: string): readonly string[] {
  const [rule, who = NOTHING] = RULES.find(([pattern]) => pattern.test(path)) ?? []
  const service = rule?.exec(path)?.[1] ?? ''
  return who.replace('$1', service).split(' ')
}

/** Whether it runs code that a learner changes; databases, broker and registry do not. */
export const isOurs = (name: ProcessName): boolean =>
  serviceIn(name) !== undefined || ['memory', ...EXTERNALS, ...PROGRAMS].includes(name)
