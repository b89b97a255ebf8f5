import type { EventEmitter } from 'node:events'

/** Ends a command whose reader has left, as `head` does, unless the command listens itself and ends in its own way. */
export function whenNobodyReads(output: EventEmitter, end: () => void): void {
  output.on('error', () => {
    if (output.listenerCount('error') === 1) end()
  })
}
