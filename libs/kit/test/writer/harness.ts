import { v7 } from 'uuid'
import type { Input, Service } from '../../src/model/index.ts'
import { Health, SILENT_LOGGER, SILENT_METER, SYSTEM } from '../../src/runtime/index.ts'
import { toInput } from '../../src/runtime/learning.ts'
import type { Store } from '../../src/runtime/store.ts'
import { Writer } from '../../src/runtime/writer.ts'
import { FakeLog } from '../fakes.ts'
import { reading, record } from '../inputs.ts'
import { jsonCodec, library } from '../library.ts'

/** A writer on that store, and what it has said of its trouble. */
export function writerOn(store: Store, service: Service = library) {
  const troubles: (string | undefined)[] = []
  const parts = {
    service,
    store,
    log: new FakeLog(),
    codec: jsonCodec,
    ports: {},
    logger: SILENT_LOGGER,
    meter: SILENT_METER,
    health: new Health(SILENT_LOGGER),
    ...SYSTEM,
  }
  const writer = new Writer(parts, {
    takeAcknowledged: () => [],
    putBackAcknowledged: () => {},
    committed: () => {},
    troubled: (reason) => troubles.push(reason),
  })
  return { writer, troubles }
}

type MessageInput = Extract<Input, { kind: 'message' }>

/** As `reading` makes it of a record. */
const messageOf = async (...args: Parameters<typeof record>): Promise<MessageInput> =>
  (await toInput(reading(), record(...args))) as MessageInput

export const lend = (stream: string, version: number, loanId = stream): Promise<MessageInput> =>
  messageOf(stream, version, 'BookFound', { loanId, book: `book ${version}` })

export const paint = (stream: string, version: number): Promise<MessageInput> =>
  messageOf(stream, version, 'ShelfPainted', {})

export const open = (stream: string = v7()): Input => ({
  kind: 'request',
  request: {
    cause: { id: v7(), traceparent: undefined },
    by: 'guest',
    aggregate: 'loan',
    stream,
    reads: [],
    command: () => ({ type: 'Open' }),
  },
})

/** It can never be decided. */
export const burn = (stream: string, version: number): Promise<MessageInput> =>
  messageOf(stream, version, 'BookBurnt', { loanId: stream })

/** `done`, the error's text, or that it takes longer. */
export async function outcomeOf(work: Promise<unknown>, withinMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`not ended within ${withinMs} ms`), withinMs)
  })
  const ended = work.then(
    () => 'done',
    (error: Error) => error.message,
  )
  return Promise.race([ended, late]).finally(() => clearTimeout(timer))
}
