import { mkdtempSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheDir, deleteData, findFreePortBase, startStack } from '@bistro/stack'
import { sayFindings } from '../commands/doctor.ts'
import { examine } from '../examine.ts'
import { listenForInterrupts } from '../terminal/interrupts.ts'
import { progressPrinter } from '../terminal/progress-printer.ts'
import { say, seconds, style } from '../terminal/style.ts'
import { NO_KAFKA } from './start.ts'

const MEBIBYTE = 1024 ** 2

/** Whether this machine is ready for labs, and what it has of what they need. */
export async function labDoctor(): Promise<number> {
  const findings = await examine()
  sayFindings(findings)
  const kept = [...cached()]
  say()
  say(`Kept for all labs in ${cacheDir()}: ${kept.length === 0 ? 'nothing yet' : megabytes(sum(kept))}`)
  for (const [name, bytes] of kept) say(`  ${name.padEnd(28)} ${megabytes(bytes)}`)
  say()
  say('To make sure that labs run with the network off (it fetches what is missing): npm run lab -- doctor --prepare')
  return findings.some(({ verdict }) => verdict === 'missing') ? 1 : 0
}

/** Fetches and builds all that labs need, by starting everything once. */
export async function prepare(): Promise<number> {
  const startedMs = performance.now()
  const before = new Map(cached())
  const { signal } = listenForInterrupts()
  const printer = progressPrinter()
  const dataDir = mkdtempSync(join(tmpdir(), 'bistro-prepare-'))
  let isInMemory = false
  say('Starting everything once, on data of its own, so that all of it is fetched and built ...')
  try {
    const { onProgress } = printer
    const stack = await startStack({ dataDir, portBase: await findFreePortBase(), settings: {}, signal, onProgress })
    await stack.stop()
    isInMemory = stack.manifest.mode === 'memory'
  } finally {
    printer.end()
    deleteData(dataDir)
  }
  const fetched = cached()
    .map(([name, bytes]) => [name, bytes - (before.get(name) ?? 0)] as const)
    .filter(([, more]) => more > 0)
  say()
  for (const [name, more] of fetched) say(`  ${name.padEnd(28)} ${megabytes(more)}`)
  say(
    fetched.length === 0
      ? 'Nothing had to be fetched: everything was here.'
      : `Fetched or built ${megabytes(sum(fetched))}.`,
  )
  if (isInMemory) say(style.yellow(NO_KAFKA))
  say(style.green(`Labs run with the network off. Took ${seconds(performance.now() - startedMs, 0)}.`))
  return 0
}

/** What the cache holds, by its entries. */
function cached(): (readonly [name: string, bytes: number])[] {
  try {
    return readdirSync(cacheDir())
      .filter((name) => !name.endsWith('.part'))
      .map((name) => [name, sizeOf(join(cacheDir(), name))])
  } catch {
    return [] // there is none yet
  }
}

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return stat?.size ?? 0
  return readdirSync(path).reduce((bytes, name) => bytes + sizeOf(join(path, name)), 0)
}

const sum = (entries: readonly (readonly [string, number])[]): number =>
  entries.reduce((bytes, [, more]) => bytes + more, 0)

const megabytes = (bytes: number): string => `${(bytes / MEBIBYTE).toFixed(0)} MB`
