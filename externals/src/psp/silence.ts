import type { FastifyReply } from 'fastify'

/** After this long even an unanswered connection is dropped, as any proxy on the way would. */
const SILENCE_TIMEOUT_MS = 120_000

/** Connections that get no answer. */
export class Silence {
  readonly #held = new Set<() => void>()

  /** Takes the reply away from Fastify and leaves its caller waiting, until it gives up or the time is over. */
  hold(reply: FastifyReply): FastifyReply {
    reply.hijack()
    const { socket } = reply.request.raw
    if (socket.destroyed) return reply
    const drop = () => socket.destroy()
    const timer = setTimeout(drop, SILENCE_TIMEOUT_MS)
    this.#held.add(drop)
    socket.once('close', () => {
      clearTimeout(timer)
      this.#held.delete(drop)
    })
    return reply
  }

  /** Drops them all. */
  end(): void {
    for (const drop of this.#held) drop()
  }
}
