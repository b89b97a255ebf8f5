import type { FastifyBaseLogger } from 'fastify'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { Box } from './box.ts'
import { habitOf } from './habits.ts'

const MAX_MAIL_BYTES = 1_048_576
const TAKE_LATER = 451
const NO_MAILBOX = 550
const TOO_LONG = 552
const CLOSE_TIMEOUT_MS = 1_000

/** Listens for mails and puts them into the box. Resolves with what ends that; throws errors of the port. */
export async function listenForMails(
  { host, port }: { readonly host: string; readonly port: number },
  box: Box,
  log: FastifyBaseLogger,
): Promise<{ port: number; close(): Promise<void> }> {
  const post = new Post(box)
  const server = new SMTPServer({
    name: 'mail.example',
    banner: 'the world’s mail server, for one machine',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MAX_MAIL_BYTES,
    disableReverseLookup: true,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onRcptTo: ({ address }, _, done) =>
      done(habitOf(address).refuses ? answer(NO_MAILBOX, 'there is no such mailbox') : null),
    onData: (stream, session, done) => {
      const address = session.envelope.rcptTo[0]?.address ?? ''
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', (): void => {
        if (stream.sizeExceeded) return void done(answer(TOO_LONG, 'the mail is too long'))
        post.take(Buffer.concat(chunks), address).then(
          (outcome) => {
            if (outcome === 'lost') for (const each of server.connections) if (each.id === session.id) each.close()
            if (outcome !== 'lost') done(outcome === 'later' ? answer(TAKE_LATER, 'come again later') : null)
          },
          () => done(answer(TAKE_LATER, 'the mail cannot be kept now')),
        )
      })
    },
  })
  server.on('error', (error) => log.warn({ err: error }, 'a connection of a mail failed'))
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.server.once('error', reject)
  server.listen(port, host, resolve)
  await promise
  return {
    port: (server.server.address() as { port: number }).port,
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}

const answer = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode })

class Post {
  readonly #box: Box
  /** How often a mail was asked to come again, by Message-ID. */
  readonly #asked = new Map<string, number>()

  constructor(box: Box) {
    this.#box = box
  }

  async take(raw: Buffer, to: string): Promise<'taken' | 'later' | 'lost'> {
    const { messageId: key, from, subject = '', text = '' } = await PostalMime.parse(raw)
    const { laterTimes = 0, losesAnswer } = habitOf(to)
    const asked = this.#asked.get(key ?? '') ?? 0
    if (key !== undefined && asked < laterTimes) {
      this.#asked.set(key, asked + 1)
      return 'later'
    }
    const isNew = key === undefined || !this.#box.has(key)
    await this.#box.take({ key, way: 'mail', from: from?.address ?? '', to, subject, text })
    return losesAnswer && isNew ? 'lost' : 'taken'
  }
}
