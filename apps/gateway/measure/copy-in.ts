import type { Client, Connection, Submittable } from 'pg'

type Protocol = Connection & {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** `COPY … FROM STDIN` of lines that are there already: the fastest way into a table. */
export const copyIn = (client: Client, text: string, chunks: readonly Buffer[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const copy = {
      submit: (connection: Connection) => (connection as Protocol).query(text),
      handleCopyInResponse: (connection: Connection) => {
        for (const chunk of chunks) (connection as Protocol).sendCopyFromChunk(chunk)
        ;(connection as Protocol).endCopyFrom()
      },
      handleCommandComplete: () => {},
      handleReadyForQuery: () => resolve(),
      handleError: reject,
    }
    client.query(copy as Submittable)
  })
