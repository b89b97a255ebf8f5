import { join } from 'node:path'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import { PROGRAMS } from '@bistro/client/names'
import { byName, KAFKA_USERS, manifestOf, parsePortBase, readIfThere, urlOf } from '@bistro/stack'
import { ROOT } from '@bistro/stack/paths'
import { type Hints, STACK_HINTS } from '../demo/hints.ts'
import { runningManifest } from './manifest.ts'

const TIMEOUT_MS = 2_000

/** The stack of this data directory, or else the system that `docker compose up` runs on the ports. Throws a StackError. */
export async function reachableStack(): Promise<{ manifest: Manifest; hints: Hints }> {
  const own = runningManifest()
  if (own) return { manifest: own, hints: STACK_HINTS }
  const portBase = parsePortBase(process.env.BISTRO_PORT_BASE)
  if (await answers(portBase)) return { manifest: composeManifest(portBase), hints: COMPOSE_HINTS }
  throw new StackError(
    'No stack is running on this data directory, and nothing answers on the ports of docker compose.',
    'npm start',
    { instead: 'docker compose up' },
  )
}

const answers = (portBase: number): Promise<boolean> =>
  fetch(`${urlOf('reservation', portBase)}/health/live`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    .then(({ ok }) => ok)
    .catch(() => false)

/** Which project and files it was started with is not to be seen from here. */
const COMPOSE_HINTS: Hints = {
  revive: () => undefined,
  look: (sagaId) => `docker compose run --rm audit node infra/src/saga.ts ${sagaId}`,
}

/** The system in containers as the ports on this machine show it, with the passwords of its settings. */
function composeManifest(portBase: number): Manifest {
  const settings = composeSettings()
  const secret = (name: string): string => process.env[name] ?? settings[name] ?? ''
  return manifestOf(
    { mode: 'docker', portBase, processes: [] },
    {
      kafka: { users: byName(KAFKA_USERS, (user) => secret(`KAFKA_${user.toUpperCase()}_PASSWORD`)) },
      postgres: byName(PROGRAMS, (program) => ({ app: secret(`${program.toUpperCase()}_APP_PASSWORD`) })),
      registry: secret('REGISTRY_DEPLOYMENT_PASSWORD'),
      carrierWebhooks: [],
      operator: secret('OPERATOR_TOKEN'),
    },
    { withGateway: true, without: [] },
  )
}

const composeSettings = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (readIfThere(join(ROOT, 'infra', '.env')) ?? '')
      .split('\n')
      .filter((line) => /^\w+=/.test(line))
      .map((line) => line.split(/=(.*)/, 2)),
  ) as Record<string, string>
