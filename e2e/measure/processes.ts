import { readdirSync, readFileSync } from 'node:fs'

/** Of Linux, as reported in /proc. */
const CLOCK_TICKS_PER_SECOND = 100

/** A process and everything that it has started, as far as they live. */
export function family(root: number): number[] {
  const children = Map.groupBy(everyProcess(), ({ parent }) => parent)
  const found: number[] = []
  const visit = (pid: number): void => {
    found.push(pid)
    for (const child of children.get(pid) ?? []) visit(child.pid)
  }
  visit(root)
  return found
}

function everyProcess(): { pid: number; parent: number }[] {
  return readdirSync('/proc').flatMap((name) => {
    const parent = /^\d+$/.test(name) ? statOf(Number(name))?.parent : undefined
    return parent === undefined ? [] : [{ pid: Number(name), parent }]
  })
}

/** Seconds of CPU that the processes have used so far. */
export const cpuSeconds = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + (statOf(pid)?.ticks ?? 0), 0) / CLOCK_TICKS_PER_SECOND

/** Memory of the processes in bytes, what they share counted once (the sum of PSS). */
export const pssBytes = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+) kB/m.exec(read(pid, 'smaps_rollup') ?? '')?.[1] ?? 0) * 1024, 0)

/** The name of a program may contain anything, so what follows it is found from its end. */
function statOf(pid: number): { parent: number; ticks: number } | undefined {
  const fields = read(pid, 'stat')
    ?.replace(/^.*\) /s, '')
    .split(' ')
  return fields && { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
}

function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined // it has ended
  }
}
