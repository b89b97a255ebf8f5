import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

const LINES_PER_WRITE = 1_000

export const journalLine = (key: string, value: unknown): string => `${JSON.stringify([key, value])}\n`

/** Replaces the journal by one line per entry; a crash leaves either the old file or the new one. */
export async function compact(path: string, entries: ReadonlyMap<string, unknown>): Promise<void> {
  const next = `${path}.new`
  const file = await open(next, 'w', 0o600)
  try {
    let lines: string[] = []
    for (const [key, value] of entries) {
      lines.push(journalLine(key, value))
      if (lines.length === LINES_PER_WRITE) {
        await file.appendFile(lines.join(''))
        lines = []
      }
    }
    await file.appendFile(lines.join(''))
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(next, path)
  await syncFolder(path)
}

/** A new or renamed file survives a power cut only once its folder is on disk too. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
