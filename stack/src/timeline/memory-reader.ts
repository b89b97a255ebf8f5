import type { Manifest } from '../manifest.ts'
import { type EventReader, type SeenEvent, seenFrom } from './seen.ts'

/** Reads the log of memory mode as its process shows it. */
export async function readMemoryEvents({ processes }: Manifest): Promise<EventReader> {
  const url = processes.find(({ name }) => name === 'memory')?.address
  const abort = new AbortController()
  const listeners: ((event: SeenEvent) => void)[] = []
  const response = await fetch(`${url}/events`, { signal: abort.signal })
  const reading = tellAll(response, listeners).catch((error: unknown) => {
    if (!abort.signal.aborted) throw error
  })
  return {
    subscribe: (listener) => void listeners.push(listener),
    close: async () => {
      abort.abort()
      await reading
    },
  }
}

async function tellAll({ body }: Response, listeners: readonly ((event: SeenEvent) => void)[]): Promise<void> {
  let rest = ''
  for await (const text of (body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const event = seenFrom(JSON.parse(line) as Record<string, string>)
      for (const listener of listeners) listener(event)
    }
  }
}
