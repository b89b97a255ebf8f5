import { setTimeout as delay } from 'node:timers/promises'
import { isAlive, type ProcessIdentity } from './identity.ts'

const POLL_MS = 50

/** Signals a process and, where it leads a group of its own, its children; one that has gone is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

/** Asks a process that is not our child to end, waits for it, and kills it when the time is up. */
export async function stopOrphan(orphan: ProcessIdentity, signal: NodeJS.Signals, timeoutMs: number): Promise<void> {
  if (!isAlive(orphan)) return
  signalGroup(orphan.pid, signal)
  const deadline = Date.now() + timeoutMs
  while (isAlive(orphan)) {
    if (Date.now() > deadline) signalGroup(orphan.pid, 'SIGKILL')
    await delay(POLL_MS)
  }
}
