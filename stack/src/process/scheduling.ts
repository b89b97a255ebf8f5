import { execFileSync } from 'node:child_process'

/**
 * From now on this process and whatever it starts take turns: one that wakes up waits until the one that runs has nothing
 * to do or has used up its time (Linux, `SCHED_BATCH`; see sched(7)). More than a dozen processes share a few cores here, and
 * each that is interrupted finds the caches filled with another's data. Where there is no `chrt`, nothing changes.
 */
export function setBatchScheduling(): void {
  try {
    execFileSync('chrt', ['--batch', '--all-tasks', '--pid', '0', String(process.pid)], { stdio: 'ignore' })
  } catch {
    // Another system, or one that does not allow it: slower, and otherwise the same.
  }
}
