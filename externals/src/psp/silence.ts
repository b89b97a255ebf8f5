import type { FastifyReply } from 'fastify'

/** After this long even an unanswered connection is dropped, as any proxy on the way would. */
const SILENCE_TIMEOUT_MS = 120_000

/** Connections that get no answer. */
export class Silence {
  readonly #held = new Set<() => void>()
  #ended = false

  /** Takes the reply away from Fastify and leaves its caller waiting, until it gives up or the time is over. */
  hold(reply: FastifyReply): FastifyReply {
    reply.hijack()
    const { socket } = reply.request.raw
    const drop = () => socket.destroy()
    if (this.#ended) drop()
    if (socket.destroyed) return reply
    const timer = setTimeout(drop, SILENCE_TIMEOUT_MS)
    this.#held.add(drop)
    socket.once('close', () => {
      clearTimeout(timer)
      this.#held.delete(drop)
    })
    return reply
  }

  /** Drops them all, and those that still come. */
  end(): void {
    this.#ended = true
    for (const drop of this.#held) drop()
  }
}
