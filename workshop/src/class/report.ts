import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { ClassTicket, LabProgress } from '../progress.ts'
import type { ClassReport } from './board.ts'

const SENDER = join(import.meta.dirname, 'send.ts')

/** Tells the class how a learner stands, in a process of its own: the command neither waits nor fails. */
export function tellClass(ticket: ClassTicket, lab: number, progress: LabProgress): void {
  const report = reportOf(ticket, lab, progress, Date.now())
  const { address, key } = ticket
  const child = spawn(process.execPath, [SENDER], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, BISTRO_CLASS_REPORT: JSON.stringify({ address, key, report }) },
  })
  child.on('error', () => undefined)
  child.unref()
}

export function reportOf({ seat, name }: ClassTicket, lab: number, progress: LabProgress, nowMs: number): ClassReport {
  const { startedAt, doneAt, verified, hints = 0 } = progress
  const begunMs = startedAt === undefined ? nowMs : Date.parse(startedAt)
  const untilMs = doneAt === undefined ? nowMs : Date.parse(doneAt)
  const elapsedSeconds = Math.max(0, Math.round((untilMs - begunMs) / 1_000))
  return { seat, name, lab, hints, result: verified?.verdict ?? 'begun', elapsedSeconds }
}

const ADDRESS = /^(https?:\/\/[^/#\s]+)\/?#(.+)$/

/** The address and the key of a class in what was typed, such as `http://10.0.0.5:4036#KEY`; undefined where it is none. */
export function parseClass(text: string): Pick<ClassTicket, 'address' | 'key'> | undefined {
  const [, address, key] = ADDRESS.exec(text) ?? []
  return address === undefined || key === undefined ? undefined : { address, key }
}
