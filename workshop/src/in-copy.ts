import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { CouldNotCheck } from './lab.ts'
import type { World } from './world.ts'

const MOST_TOLD = 1_500

/**
 * Runs a module with the code of the copy, in a process of its own, as the copy may have changed since the last time.
 * @param text imports from paths such as `./libs/events/src/index.ts`, reads `input`, and calls `tell` once
 * @returns what it tells
 */
export async function inCopy<Told>({ path, signal }: World, text: string, input: object = {}): Promise<Told> {
  // Not as an argument, which everybody on the machine may read.
  const env = { ...process.env, LAB_INPUT: JSON.stringify(input) }
  const child = spawn(process.execPath, ['--input-type=module', '--eval', `${BEGIN}${text}`], {
    cwd: path,
    env,
    signal,
  })
  const output = { told: '', errors: '' }
  child.stdout.on('data', (data: Buffer) => (output.told += data))
  child.stderr.on('data', (data: Buffer) => (output.errors += data))
  const [status] = (await once(child, 'close')) as [number | null]
  if (status === 0) return JSON.parse(output.told) as Told
  throw new CouldNotCheck(`The code in ${path} does not run:\n${output.errors.slice(-MOST_TOLD)}`, 'npm run check')
}

const BEGIN = `
const input = JSON.parse(process.env.LAB_INPUT)
const tell = (told) => console.log(JSON.stringify(told))
`
