import { setTimeout as delay } from 'node:timers/promises'
import { arrange, type Manifest, ORDINARY, readEvents, reserve, watchSagas } from '@bistro/client'
import { verdict } from './figures.ts'
import { onOwnStack } from './on-own-stack.ts'
import { cpuSeconds, family, pssBytes } from './processes.ts'

// What the whole stack needs when nobody asks anything of it, the process that supervises it included.
const WITHOUT_TRAFFIC_MS = 30_000
const SAMPLES = 6
const SAMPLE_EVERY_MS = 10_000
const ENDED_TIMEOUT_MS = 30_000
const MAX_GIB = 1.6
const MAX_PERCENT_OF_A_CORE = 20
const BYTES_PER_GIB = 1024 ** 3

/** A stack that has never worked would need less. */
async function oneSaga(manifest: Manifest): Promise<void> {
  const reader = await readEvents(manifest)
  const { body } = await reserve(manifest, await arrange(manifest, ORDINARY), ORDINARY)
  await watchSagas(reader).until(String(body.reservationId), ({ type }) => type === 'OrderDelivered', ENDED_TIMEOUT_MS)
  await reader.close()
}

async function measure(processes: Parts): Promise<void> {
  const startedMs = performance.now()
  const cpuBefore = cpuByPart(processes)
  const memory: Map<string, number>[] = []
  for (let sample = 0; sample < SAMPLES; sample++) {
    await delay(SAMPLE_EVERY_MS)
    memory.push(byPart(processes, pssBytes))
  }
  const elapsedSeconds = (performance.now() - startedMs) / 1000
  const cpuAfter = cpuByPart(processes)
  const rows = [...cpuAfter.keys()].map((name) => ({
    part: name,
    'PSS, MiB': Math.round(mean(memory.map((sample) => sample.get(name) ?? 0)) / 1024 ** 2),
    'CPU, % of a core': Number(percent(cpuBefore.get(name) ?? 0, cpuAfter.get(name) ?? 0, elapsedSeconds).toFixed(2)),
  }))
  console.table(rows)
  const gib = mean(memory.map((sample) => sum([...sample.values()]))) / BYTES_PER_GIB
  verdict('memory at rest (sum of PSS)', gib, MAX_GIB, 'GiB')
  verdict(
    'CPU at rest',
    percent(sum([...cpuBefore.values()]), sum([...cpuAfter.values()]), elapsedSeconds),
    MAX_PERCENT_OF_A_CORE,
    '%',
  )
}

type Parts = readonly { readonly name: string; readonly pid: number }[]

const cpuByPart = (processes: Parts): Map<string, number> => byPart(processes, cpuSeconds)

/** Each part of the stack with all its processes; the supervisor, whose processes are the parts, by itself. */
function byPart(processes: Parts, figure: (pids: readonly number[]) => number): Map<string, number> {
  return new Map(processes.map(({ name, pid }) => [name, figure(name === 'supervisor' ? [pid] : family(pid))]))
}

const percent = (before: number, after: number, seconds: number): number => ((after - before) / seconds) * 100
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length

await onOwnStack(async ({ manifest, hostPid }) => {
  await oneSaga(manifest)
  console.log('waiting without traffic ...')
  await delay(WITHOUT_TRAFFIC_MS)
  await measure([...manifest.processes, { name: 'supervisor', pid: hostPid }])
})
