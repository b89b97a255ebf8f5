import type { FileHandle } from 'node:fs/promises'

const CHUNK_BYTES = 1_048_576
const NEWLINE = 10

/** An unreadable line in the middle of a journal: not the trace of a crash, but damage. */
class JournalDamaged extends Error {
  constructor(file: string, line: number, cause: unknown) {
    super(
      `Line ${line} of ${file} cannot be read, and more lines follow it: the file is damaged, not cut off by a crash. ` +
        'Restore it from a copy, or delete it to start with an empty ledger.',
      { cause },
    )
    this.name = 'JournalDamaged'
  }
}

export interface Replayed {
  readonly lines: number
  /** Length of the readable part; anything behind it is a last line torn by a crash. */
  readonly goodBytes: number
  readonly tornBytes: number
}

/**
 * Hands each complete line's value to `apply`, in order. A last line that is incomplete or unreadable was never
 * acknowledged, so it counts as torn, and the caller cuts it off.
 */
export async function replay(file: FileHandle, name: string, apply: (value: unknown) => void): Promise<Replayed> {
  let lines = 0
  let goodBytes = 0
  let unreadable: { readonly cause: unknown } | undefined
  for await (const line of completeLines(file)) {
    if (unreadable) throw new JournalDamaged(name, lines + 1, unreadable.cause)
    try {
      apply(JSON.parse(line.toString('utf8')))
    } catch (cause) {
      unreadable = { cause }
      continue
    }
    lines += 1
    goodBytes += line.length + 1
  }
  const { size } = await file.stat()
  return { lines, goodBytes, tornBytes: size - goodBytes }
}

async function* completeLines(file: FileHandle): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position)
    if (bytesRead === 0) return
    position += bytesRead
    const text = Buffer.concat([rest, buffer.subarray(0, bytesRead)])
    let start = 0
    for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, start)) {
      yield text.subarray(start, end)
      start = end + 1
    }
    rest = text.subarray(start)
  }
}
