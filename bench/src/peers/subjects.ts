import type { Generator } from '../load/generator.ts'
import { eachService } from '../product/processes.ts'
import type { Environment } from './environment.ts'
import { PARTICIPANTS } from './flow/participants.ts'
import type { Place } from './place.ts'
import { type PeerProcess, startPeer } from './processes.ts'
import { openWorkspace } from './workspace.ts'

export interface RunningDesign {
  /** The pids of its processes; empty for the product, whose processes belong to the stack. */
  readonly pids: readonly number[]
  /** SIGKILL for all its processes; resolves when they are gone. */
  kill(): Promise<void>
  /** After a kill; resolves when it answers again. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** One design of the same saga; it listens on the product's port, and no other design runs meanwhile. */
export interface Design {
  readonly name: string
  /** How many sagas are under way at saturation: the number at which this design is fastest. */
  readonly window: number
  start(environment: Environment): Promise<RunningDesign>
}

export const SAGA: Design = {
  name: 'saga',
  window: 1_000,
  start: async ({ product }) => {
    const { start, kill, stop } = product.process
    await eachService(product, start)
    return {
      pids: [],
      kill: () => eachService(product, kill),
      restart: () => eachService(product, start),
      stop: () => eachService(product, stop),
    }
  },
}

type Start = (place: Place, generator: Generator) => Promise<PeerProcess[]>

const peer = (name: string, window: number, start: Start): Design => ({
  name,
  window,
  start: async ({ product, generator, guests }) => {
    const workspace = await openWorkspace(product, guests)
    let processes = await start(workspace.place, generator)
    const kill = async (): Promise<void> => void (await Promise.all(processes.map((process) => process.kill())))
    return {
      get pids() {
        return processes.map(({ pid }) => pid)
      },
      kill,
      restart: async () => {
        processes = await start(workspace.place, generator)
      },
      stop: async () => {
        await kill()
        await workspace.close()
      },
    }
  },
})

const alone =
  (program: string): Start =>
  async (place, generator) => [await startPeer(program, [], place, generator)]

export const TWO_PHASE = peer('two-phase', 64, alone('two-phase/main.ts'))

export const DURABLE = peer('durable', 100, alone('durable/main.ts'))

export const NAIVE = peer('naive', 100, (place, generator) =>
  Promise.all(PARTICIPANTS.map((service) => startPeer('naive/main.ts', [service], place, generator))),
)
