import { createServer, type Server, type ServerResponse } from 'node:http'
import type { ShownRecord } from '@bistro/client'
import type { Log, OutgoingRecord } from '@bistro/kit/runtime'
import { LOOPBACK } from '../ports.ts'

/** A log, and every record sent to it from now on shown to whoever reads `GET /events`: one line of JSON each. */
export interface ShownLog<L extends Log> {
  readonly log: L
  listen(port: number): Promise<Server>
  /** From now on `/health/ready` is 200. */
  ready(): void
}

export function showLog<L extends Log>(log: L): ShownLog<L> {
  const readers = new Set<ServerResponse>()
  let isReady = false
  const show = (topic: string, records: readonly OutgoingRecord[]): void => {
    if (readers.size === 0) return
    const lines = records.map((record) => `${JSON.stringify(shown(topic, record))}\n`).join('')
    for (const reader of readers) reader.write(lines)
  }
  const server = createServer(({ url }, response) => {
    if (url !== '/events') return void response.writeHead(url === '/health/ready' && isReady ? 200 : 503).end()
    readers.add(response)
    response.on('close', () => readers.delete(response))
    response.writeHead(200, { 'content-type': 'application/jsonl' }).flushHeaders()
  })
  return {
    log: {
      ...log,
      send: async (topic, records) => {
        await log.send(topic, records)
        show(topic, records)
      },
    },
    listen: (port) => new Promise((resolve) => server.listen(port, LOOPBACK, () => resolve(server))),
    ready: () => {
      isReady = true
    },
  }
}

const shown = (topic: string, { headers, value }: OutgoingRecord): ShownRecord => ({
  topic,
  headers,
  value: value.toString('base64'),
})
