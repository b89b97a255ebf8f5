import type { Socket } from 'node:net'
import { Client } from 'pg'
import { sum } from '../harness/statistics.ts'
import { Ready } from './ready.ts'
import type { Lane } from './recording.ts'

/** No connection gets further ahead of the slowest than this share of its statements: the mix stays that of the recording. */
const MAX_LEAD = 0.02
const NUDGE_MS = 20

/** A connection for each that was recorded; `urlOf` a server's port. */
export function connect(lanes: readonly Lane[], urlOf: (port: number) => string): Promise<Player[]> {
  if (lanes.length === 0) throw new Error('the recorder has kept no connection')
  return Promise.all(lanes.map((lane) => Player.login(lane, urlOf(lane.port))))
}

/**
 * Sends the recording as fast as the servers respond. Returns how many statements failed that had succeeded when they
 * were recorded.
 */
export async function replay(players: readonly Player[]): Promise<number> {
  await play(players)
  for (const player of players) player.leave()
  return sum(players.map(({ errors }) => errors))
}

function play(players: readonly Player[]): Promise<void> {
  const done = Promise.withResolvers<void>()
  const go = (): void => {
    const slowest = Math.min(...players.map(({ progress }) => progress))
    for (const player of players) if (player.progress <= slowest + MAX_LEAD) player.go()
    if (players.every(({ isDone }) => isDone)) done.resolve()
  }
  for (const player of players) player.onAnswer = go
  const nudge = setInterval(go, NUDGE_MS)
  go()
  return done.promise.finally(() => clearInterval(nudge))
}

class Player {
  onAnswer = (): void => {}
  readonly #lane: Lane
  readonly #socket: Socket
  readonly #ready = new Ready()
  #next = 0

  private constructor(lane: Lane, socket: Socket) {
    this.#lane = lane
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      const before = this.#ready.count
      this.#ready.read(chunk)
      if (this.#ready.count > before) this.onAnswer()
    })
  }

  static async login(lane: Lane, url: string): Promise<Player> {
    const client = new Client({ connectionString: url, options: lane.options })
    await client.connect()
    const { connection } = client as unknown as { connection: { stream: Socket; removeAllListeners(): void } }
    connection.removeAllListeners()
    connection.stream.removeAllListeners('data')
    return new Player(lane, connection.stream)
  }

  get progress(): number {
    return this.#next / this.#lane.schedule.length
  }

  get errors(): number {
    return this.#ready.errors
  }

  get isDone(): boolean {
    const last = this.#lane.schedule.at(-1)
    return this.#next === this.#lane.schedule.length && this.#ready.count > (last?.answers ?? 0)
  }

  go(): void {
    const turn = this.#lane.schedule[this.#next]
    if (!turn || this.#ready.count < turn.answers) return
    this.#next += 1
    this.#socket.write(turn.bytes)
  }

  leave(): void {
    this.#socket.destroy()
  }
}
