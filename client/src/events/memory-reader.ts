import { StackError } from '../errors.ts'
import type { Manifest } from '../manifest.ts'
import type { RecordReader, SeenRecord } from './records.ts'

/** A line of `GET /events` of the process of memory mode. */
export interface ShownRecord {
  readonly topic: string
  readonly headers: Readonly<Record<string, string>>
  /** Base64. */
  readonly value: string
}

/** Follows the log of memory mode as its process shows it: what comes from now on. */
export async function followMemory({ processes }: Manifest, take: (record: SeenRecord) => void): Promise<RecordReader> {
  const url = processes.find(({ name }) => name === 'memory')?.address
  const abort = new AbortController()
  const response = await fetch(`${url}/events`, { signal: abort.signal }).catch((cause: unknown) => {
    throw new StackError('The in-memory log does not answer: its process is down.', 'npm run stack -- start memory', {
      cause,
    })
  })
  const ended = tellAll(response, take).then(
    () => 'the in-memory log has ended',
    () => 'the in-memory log is gone',
  )
  return {
    ended,
    close: async () => {
      abort.abort()
      await ended
    },
  }
}

async function tellAll({ body }: Response, take: (record: SeenRecord) => void): Promise<void> {
  let rest = ''
  for await (const text of (body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const { topic, headers, value } = JSON.parse(line) as ShownRecord
      take({ topic, partition: 0, offset: '', key: headers.ce_subject, headers, value: Buffer.from(value, 'base64') })
    }
  }
}
