import type { Admin, Kafka } from 'kafkajs'

interface Connection {
  readonly admin: Promise<Admin>
  /** Questions that have no answer yet. */
  asked: number
  /** A question has failed: no further one is asked here. */
  isSpent: boolean
}

/**
 * One connection for many questions, opened with the first: to connect takes longer than to ask. After a question that
 * failed the next one opens another connection; those that are under way still get their answers.
 */
export class LastingAdmin {
  readonly #client: Pick<Kafka, 'admin'>
  #current: Connection | undefined

  constructor(client: Pick<Kafka, 'admin'>) {
    this.#client = client
  }

  async ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    this.#current ??= { admin: connected(this.#client.admin()), asked: 0, isSpent: false }
    const connection = this.#current
    connection.asked += 1
    try {
      return await question(await connection.admin)
    } catch (error) {
      this.#spend(connection)
      throw error
    } finally {
      connection.asked -= 1
      if (connection.isSpent && connection.asked === 0) await disconnect(connection)
    }
  }

  async close(): Promise<void> {
    const connection = this.#current
    this.#current = undefined
    if (connection) await disconnect(connection)
  }

  #spend(connection: Connection): void {
    connection.isSpent = true
    if (this.#current === connection) this.#current = undefined
  }
}

const connected = async (admin: Admin): Promise<Admin> => {
  await admin.connect()
  return admin
}

const disconnect = ({ admin }: Connection): Promise<void> =>
  admin.then((open) => open.disconnect()).catch(() => undefined)
