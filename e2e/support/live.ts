/** One message of `GET /api/live`. */
export interface LiveMessage {
  readonly id: string
  readonly name: string
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the fields that it expects
  readonly data: any
  readonly receivedMs: number
}

export interface LiveReader {
  readonly messages: readonly LiveMessage[]
  /** The position to resume from. */
  readonly lastId: string | undefined
  /** Events of the messages so far, in their order. */
  events(): readonly LiveEvent[]
  close(): Promise<void>
}

export interface LiveEvent {
  readonly id: string
  readonly type: string
  readonly time: string
}

/** Follows the gateway's live events, as a browser's EventSource does, without reconnecting by itself. */
export async function followLive(gateway: string, query = '', lastId?: string): Promise<LiveReader> {
  const abort = new AbortController()
  const headers: Record<string, string> = lastId === undefined ? {} : { 'last-event-id': lastId }
  const response = await fetch(`${gateway}/api/live${query}`, { headers, signal: abort.signal })
  if (!response.ok || !response.body) throw new Error(`GET /api/live responded with status ${response.status}`)
  const messages: LiveMessage[] = []
  const state = { lastId }
  const ended = read(response.body, (text) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1]
    state.lastId = field('id') ?? state.lastId
    const name = field('event')
    if (name !== undefined)
      messages.push({ id: field('id') ?? '', name, data: JSON.parse(field('data') ?? ''), receivedMs: Date.now() })
  })
  return {
    messages,
    get lastId() {
      return state.lastId
    },
    events: () => messages.filter(({ name }) => name === 'event').flatMap(({ data }) => data.items as LiveEvent[]),
    close: async () => {
      abort.abort()
      await ended
    },
  }
}

async function read(body: ReadableStream<Uint8Array>, take: (message: string) => void): Promise<void> {
  let rest = ''
  try {
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      const texts = (rest + part).split('\n\n')
      rest = texts.pop() ?? ''
      for (const text of texts) take(text)
    }
  } catch {
    // It was closed, or the gateway is gone: whoever waits for a message sees that none comes.
  }
}
