import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { CouldNotCheck, type World } from '@bistro/workshop'

export type RegionName = 'north' | 'south'
export const REGIONS: readonly RegionName[] = ['north', 'south']

/** The two regions of the copy, run for one verification. */
export interface Regions {
  put(region: RegionName, eveningId: string, sku: string, price?: number): Promise<void>
  remove(region: RegionName, eveningId: string, sku: string): Promise<void>
  /** The dishes as text: `bread 100, soup 900`. */
  menu(region: RegionName, eveningId: string): Promise<string>
  link(isUp: boolean): Promise<void>
  stop(): Promise<void>
}

/** Beside the learner's own, which may run meanwhile. */
const ARGUMENTS = ['.bistro-south-of-verify', '0']
const START = 'npx node workshop/regions/main.ts'
const END_OF_OUTPUT = 600

/** @throws CouldNotCheck where they do not start */
export async function openRegions({ path, signal }: World): Promise<Regions> {
  const program = join(path, 'workshop', 'regions', 'main.ts')
  const child = fork(program, ARGUMENTS, { cwd: path, signal, killSignal: 'SIGTERM', silent: true, execArgv: [] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data))
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()))
  child.on('error', () => {})
  const url = await Promise.race([addressOf(child), exited.then(() => undefined)])
  if (url === undefined) throw new CouldNotCheck(`The regions do not start: ${output.slice(-END_OF_OUTPUT)}`, START)
  return {
    ...callsOf(url),
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function addressOf(child: ChildProcess): Promise<string | undefined> {
  const [message] = (await once(child, 'message').catch(() => [undefined])) as [{ url: string } | undefined]
  return message?.url
}

function callsOf(url: string): Omit<Regions, 'stop'> {
  const dish = (region: RegionName, eveningId: string, sku: string) => `/${region}/menus/${eveningId}/dishes/${sku}`
  const ask = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(url + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!response.ok)
      throw new CouldNotCheck(`${method} ${path} says ${response.status}: ${await response.text()}`, START)
    return response
  }
  return {
    put: async (region, eveningId, sku, price = 100) => {
      await ask('PUT', dish(region, eveningId, sku), { name: sku, price })
    },
    remove: async (region, eveningId, sku) => {
      await ask('DELETE', dish(region, eveningId, sku))
    },
    menu: async (region, eveningId) => {
      const { dishes } = (await (await ask('GET', `/${region}/menus/${eveningId}`)).json()) as {
        dishes: readonly { sku: string; price: number }[]
      }
      return dishes.map(({ sku, price }) => `${sku} ${price}`).join(', ')
    },
    link: async (isUp) => {
      await ask('PUT', '/link', { up: isUp })
    },
  }
}
