import { type EventLoopUtilization, performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const LOOK_MS = 20_000
/** Share of the time: whoever does less than this is not waited for. */
const IDLE_UTILIZATION = 0.05
/** Of the heap; below, a collection would cost more than it gives back. */
const GROWN_BYTES = 8 * 1024 ** 2

/**
 * Gives memory back while a process has nothing to do. V8 collects when the heap has grown, never because the process
 * rests: what a start or an hour of work has left behind would stay.
 * @returns what ends it
 */
export function collectWhenIdle(collect: () => void = exposedCollector()): () => void {
  let [before, kept]: [EventLoopUtilization, number] = [performance.eventLoopUtilization(), 0]
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    if (utilization > IDLE_UTILIZATION || process.memoryUsage().heapUsed < kept + GROWN_BYTES) return
    collect()
    kept = process.memoryUsage().heapUsed
  }, LOOK_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Where `--expose-gc` is not among the arguments of the process: a context that is made with it has the function. */
function exposedCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
