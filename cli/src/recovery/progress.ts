import type { Copied, Progress } from '@bistro/stack'
import { endStatus, say, showStatus, style } from '../terminal/style.ts'

const AT_MOST_EVERY_MS = 1_000

const WORDS: Readonly<Record<Progress['doing'], string>> = {
  comparing: 'compared with its topic',
  'looking for commands': 'records of others read, for what its open effects need',
  appending: 'appended',
}

/** Says how far a restore has come: a line for each table and each part of the work, and once a second; throws when aborted. */
export function progressTeller(signal: AbortSignal) {
  let toldMs = Number.NEGATIVE_INFINITY
  return {
    onCopied: ({ table, rows }: Copied): void => {
      signal.throwIfAborted()
      if (rows > 0) say(style.dim(`  ${table}: ${rows} rows from the backup`))
    },
    onProgress: ({ doing, done, total }: Progress): void => {
      signal.throwIfAborted()
      const line = style.dim(`  ${done} of ${total} ${WORDS[doing]}`)
      if (done >= total) return say(line)
      if (performance.now() < toldMs + AT_MOST_EVERY_MS) return
      toldMs = performance.now()
      showStatus(line)
    },
    end: endStatus,
  }
}
