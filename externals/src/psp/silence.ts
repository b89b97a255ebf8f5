import type { FastifyReply } from 'fastify'

/** An unanswered connection is dropped after this time, as a proxy would do. */
const SILENCE_TIMEOUT_MS = 120_000

/** Connections that get no response. */
export class Silence {
  readonly #held = new Set<() => void>()
  #ended = false

  /** Takes the reply from Fastify and never sends it, until the client gives up or the time is over. */
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

  /** Drops all of them, and later ones at once. */
  end(): void {
    this.#ended = true
    for (const drop of this.#held) drop()
  }
}
