import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import { compact, journalLine, syncFolder } from './compact.ts'
import { APPEND_DURABLY, GroupCommit } from './group-commit.ts'
import { replay } from './replay.ts'

const COMPACT_FROM_BYTES = 16_777_216
/** With fewer lines per entry a compaction would save too little. */
const COMPACT_FROM_LINES_PER_ENTRY = 2

/**
 * A map that survives `kill -9`. `put` changes memory at once, so that the next reader sees it, and resolves when
 * the change is on disk. Await `put` or `settled` before reporting an entry to clients.
 * Values are never changed in place.
 */
export interface Journal<T> {
  readonly entries: ReadonlyMap<string, T>
  /** Set after a failed write; `put` and `settled` reject from then on. */
  readonly failure: Error | undefined
  put(key: string, value: T): Promise<void>
  settled(): Promise<void>
  close(): Promise<void>
}

/** Opens (or creates) `<dataDir>/<name>.jsonl` and reads it. Throws JournalDamaged, or errors of the file system. */
export async function openJournal<T>(dataDir: string, name: string, log: FastifyBaseLogger): Promise<Journal<T>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, `${name}.jsonl`)
  const entries = await load<T>(path, log)
  const file = await open(path, APPEND_DURABLY, 0o600)
  const commits = new GroupCommit(file, (error) => {
    log.fatal({ err: error, file: path }, 'cannot write the journal: free the disk, then restart this process')
  })
  return {
    entries,
    get failure() {
      return commits.failure
    },
    put(key, value) {
      entries.set(key, value)
      return commits.append(journalLine(key, value))
    },
    settled: () => commits.settled(),
    async close() {
      // A failure is logged already, and no reason to keep the file open.
      await commits.settled().catch(() => {})
      await file.close()
    },
  }
}

async function load<T>(path: string, log: FastifyBaseLogger): Promise<Map<string, T>> {
  const entries = new Map<string, T>()
  const file = await open(path, 'a+', 0o600)
  try {
    const { lines, goodBytes, tornBytes } = await replay(file, path, (value) => {
      const [key, entry] = value as [string, T]
      entries.set(key, entry)
    })
    if (tornBytes > 0) await cut(file, goodBytes)
    if (tornBytes > 0) log.warn({ file: path, tornBytes }, 'removed an incomplete last line that a crash left')
    const worthwhile = goodBytes > COMPACT_FROM_BYTES && lines >= entries.size * COMPACT_FROM_LINES_PER_ENTRY
    if (worthwhile) await compact(path, entries)
    else await syncFolder(path)
    log.info({ file: path, lines, entries: entries.size, compacted: worthwhile }, 'journal read')
  } finally {
    await file.close()
  }
  return entries
}

async function cut(file: FileHandle, length: number): Promise<void> {
  await file.truncate(length)
  await file.datasync()
}
