import { readdirSync, readFileSync } from 'node:fs'

/** Of Linux, as reported in /proc. */
const CLOCK_TICKS_PER_SECOND = 100

/** Seconds of CPU that processes and everything they have started have used so far, what has ended included. */
export function cpuSeconds(roots: readonly number[]): number {
  const ticks = membersOf(roots).reduce((sum, pid) => sum + (statOf(pid)?.ticks ?? 0), 0)
  return ticks / CLOCK_TICKS_PER_SECOND
}

/** Memory of processes and everything they have started, in bytes, what they share counted once (the sum of PSS). */
export const pssBytes = (roots: readonly number[]): number =>
  membersOf(roots).reduce(
    (sum, pid) => sum + Number(/^Pss:\s+(\d+) kB/m.exec(read(`${pid}/smaps_rollup`) ?? '')?.[1] ?? 0) * 1024,
    0,
  )

/** Seconds of CPU that the whole machine has been busy, for all processes. */
export function machineBusySeconds(): number {
  const line = read('stat')?.split('\n')[0] ?? ''
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = line.trim().split(/\s+/).slice(1).map(Number)
  return (user + nice + system + irq + softIrq) / CLOCK_TICKS_PER_SECOND
}

/** The processes and their descendants, each once. */
function membersOf(roots: readonly number[]): number[] {
  const children = Map.groupBy(everyProcess(), ({ parent }) => parent)
  const found = new Set<number>()
  const visit = (pid: number): void => {
    if (found.has(pid)) return
    found.add(pid)
    for (const child of children.get(pid) ?? []) visit(child.pid)
  }
  for (const root of roots) visit(root)
  return [...found]
}

function everyProcess(): { pid: number; parent: number }[] {
  return readdirSync('/proc').flatMap((name) => {
    const parent = /^\d+$/.test(name) ? statOf(Number(name))?.parent : undefined
    return parent === undefined ? [] : [{ pid: Number(name), parent }]
  })
}

/** The name of a program may contain anything, so what follows it is found from its end. */
function statOf(pid: number): { parent: number; ticks: number } | undefined {
  const fields = read(`${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ')
    .map(Number)
  if (!fields) return undefined
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15)
  return { parent: fields[1] ?? 0, ticks: user + system + endedUser + endedSystem }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(`/proc/${file}`, 'utf8')
  } catch {
    return undefined // it has ended
  }
}
