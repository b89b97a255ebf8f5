import { createWrittenReader } from '@bistro/events'
import { Processor } from '@bistro/history'
import type { Told, Work } from './processor.ts'

const TELL_MS = 20
const MICROSECONDS_PER_MS = 1_000

// A process of its own, so that it can be killed and its processor time be told from others'.
const { upTo, ...work } = JSON.parse(process.argv[2] ?? '{}') as Work
const processor = await Processor.start({ ...work, reader: createWrittenReader() })
const before = process.cpuUsage()
const tell = (isDone: boolean): void => {
  const { user, system } = process.cpuUsage(before)
  process.send?.({
    written: processor.written,
    cpuMs: (user + system) / MICROSECONDS_PER_MS,
    isDone,
  } satisfies Told)
}
tell(false)
const telling = setInterval(() => (processor.written >= upTo ? void stop() : tell(false)), TELL_MS)
processor.failed.then((error) => {
  throw error
})
process.on('message', () => void stop())

async function stop(): Promise<void> {
  clearInterval(telling)
  await processor.stop()
  tell(true)
  process.disconnect()
}
