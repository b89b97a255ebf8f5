import { createPlainApi, ownNames, type State } from '@bistro/kit/http'
import { checkOwnMigrations } from '@bistro/kit/postgres'
import { listen, type RunningProgram } from '@bistro/kit/process'
import type { FastifyBaseLogger } from 'fastify'
import { pageDocument, wholeDocument } from './document/document.ts'
import { DATABASE, type Gateway, openGateway, type Surroundings } from './gateway.ts'
import { type OpenPart, PARTS, type Part } from './parts.ts'
import type { GatewaySettings } from './settings.ts'

const MIGRATIONS = new URL('../migrations', import.meta.url).pathname
const FIRST_PAUSE_MS = 250
const MAX_PAUSE_MS = 4_000

export interface RunningGateway extends RunningProgram {
  readonly url: string
  /** Resolves when every part has started. */
  readonly ready: Promise<void>
}

/**
 * Runs the gateway in this process. Resolves when it listens: pages are served at once, and say what is unavailable
 * while the parts wait for it.
 */
export async function startGateway(
  settings: GatewaySettings,
  surroundings: Surroundings & { readonly logger: FastifyBaseLogger },
  open: readonly OpenPart[] = PARTS,
): Promise<RunningGateway> {
  const stopping = new AbortController()
  const gateway = openGateway(settings, surroundings, stopping.signal)
  const parts = open.map((part) => part(gateway))
  let phase: string | undefined = 'The gateway is starting.'
  const state = (): State => ({ notReady: phase ?? obstacleOf(gateway), unavailable: gateway.health.troubles })
  const api = await createPlainApi({
    name: 'gateway',
    logger: surroundings.logger,
    registry: gateway.metrics,
    access: {
      names: ownNames('gateway', settings.BISTRO_HTTP_HOST, settings.BISTRO_HTTP_NAMES),
      operatorToken: settings.BISTRO_OPERATOR_TOKEN,
    },
    state,
    document: wholeDocument,
    pageDocument: (own) => pageDocument(gateway, own),
    routes: (described) => {
      for (const part of parts) part.addRoutes?.(described)
    },
    undescribed: async (undescribed) => {
      for (const part of parts) await part.addUndescribedRoutes?.(undescribed)
    },
  })
  const url = await listen(api, settings.BISTRO_HTTP_HOST, settings.BISTRO_HTTP_PORT)
  const ready = startParts(gateway, parts).then(() => {
    if (stopping.signal.aborted) return
    phase = undefined
    gateway.logger.info({ url }, 'ready')
  })
  return {
    url,
    ready,
    crashed: new Promise(() => {}),
    stop: async () => {
      phase = 'The gateway is stopping.'
      stopping.abort()
      await api.close()
      await ready
      for (const part of parts.toReversed()) await part.stop?.()
      await gateway.survey?.close()
      await gateway.services.close()
      await gateway.database.close()
    },
  }
}

async function startParts(gateway: Gateway, parts: readonly Part[]): Promise<void> {
  await untilDone(gateway, DATABASE, () => checkOwnMigrations(gateway.database.query, 'gateway', MIGRATIONS))
  for (const part of parts) await untilDone(gateway, 'what it reads', async () => part.start?.())
}

/** Tries again until it succeeds or the gateway stops. `health` says meanwhile what is missing. */
async function untilDone({ health, signal, clock }: Gateway, what: string, work: () => Promise<void>): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(2 * pause, MAX_PAUSE_MS)) {
    try {
      await work()
      return health.recovered(what)
    } catch (error) {
      health.failed(what, (error as Error).message)
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = clock.after(pause, resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    timer.cancel()
  }
}

function obstacleOf({ health }: Gateway): string | undefined {
  const trouble = health.obstacle
  return trouble && `${trouble.what} has been unavailable since ${trouble.since}: ${trouble.reason}`
}
