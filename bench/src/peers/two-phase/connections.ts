import { Client, type ClientConfig } from 'pg'
import { PARTICIPANTS, type Participant } from '../flow/participants.ts'
import type { Place } from '../place.ts'

/** How long a branch waits for a row before its transaction is rolled back and retried. */
const LOCK_TIMEOUT_MS = 5_000

export type Run<Result> = (client: Client) => Promise<Result>

/** Pipelined connections to the five servers, handed out in the order in which they were asked for. */
export class Connections {
  readonly #idle = new Map<Participant, Client[]>()
  readonly #waiting = new Map<Participant, ((client: Client) => void)[]>()

  static async open(place: Place, each: number): Promise<Connections> {
    const connections = new Connections()
    await Promise.all(
      PARTICIPANTS.map(async (service) => {
        const clients = Array.from({ length: each }, () => connect(place.postgres[service]))
        connections.#idle.set(service, await Promise.all(clients))
        connections.#waiting.set(service, [])
      }),
    )
    return connections
  }

  async on<Result>(service: Participant, run: Run<Result>): Promise<Result> {
    const client = this.#idle.get(service)?.pop() ?? (await this.#turn(service))
    try {
      return await run(client)
    } finally {
      const next = this.#waiting.get(service)?.shift()
      if (next) next(client)
      else this.#idle.get(service)?.push(client)
    }
  }

  #turn(service: Participant): Promise<Client> {
    return new Promise((resolve) => this.#waiting.get(service)?.push(resolve))
  }
}

async function connect(url: string): Promise<Client> {
  const options = `-c lock_timeout=${LOCK_TIMEOUT_MS}`
  const client = new Client({ connectionString: url, options, pipeline: true } as ClientConfig)
  await client.connect()
  return client
}
