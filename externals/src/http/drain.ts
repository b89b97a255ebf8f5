import type { Server, ServerResponse } from 'node:http'

const DRAIN_TIMEOUT_MS = 5_000

/**
 * Tracks requests in progress and returns a function for stopping: it waits for them (a bounded time), then drops
 * every connection. Otherwise an idle connection would keep the server open.
 */
export function drainable(server: Server): () => Promise<void> {
  const inHand = new Set<ServerResponse>()
  let onEmpty = () => {}
  server.on('request', (_request, response) => {
    inHand.add(response)
    response.once('close', () => {
      inHand.delete(response)
      if (inHand.size === 0) onEmpty()
    })
  })
  return async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, DRAIN_TIMEOUT_MS)
    onEmpty = resolve
    if (inHand.size === 0) resolve()
    await promise
    clearTimeout(timer)
    server.closeAllConnections()
  }
}
