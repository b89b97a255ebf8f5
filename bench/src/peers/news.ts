import type { Heard } from '../load/protocol.ts'

export type PeerMessage = { readonly kind: 'ready' } | { readonly kind: 'news'; readonly heard: readonly Heard[] }

const TELL_EVERY_MS = 2

let untold: Heard[] = []

/** In a process of a subject: reports how far a saga has come, a moment later and together with others. */
export function tell(...heard: Heard): void {
  if (untold.length === 0) setTimeout(flush, TELL_EVERY_MS)
  untold.push(heard)
}

function flush(): void {
  send({ kind: 'news', heard: untold })
  untold = []
}

export const ready = (): void => send({ kind: 'ready' })

function send(message: PeerMessage): void {
  if (process.connected) process.send?.(message)
}

/** A subject ends with the process that started it. */
export const endWithParent = (): void => void process.once('disconnect', () => process.exit())
