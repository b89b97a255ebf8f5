import { setTimeout as delay } from 'node:timers/promises'
import type { Command } from '../cli.ts'
import { StackError } from '../errors.ts'
import { arrange, ORDINARY, reserve } from '../guest/guest.ts'
import { sayAlreadyRunning } from '../session/already-running.ts'
import { sayBanner } from '../session/banner.ts'
import { openSession, type Session, unlessInterrupted } from '../session/session.ts'
import { onlyFlag } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'
import { timelineLine } from '../timeline/lines.ts'
import { readEvents } from '../timeline/reader.ts'
import { isEnding, type SagaWatcher, watchSagas } from '../timeline/sagas.ts'

const EXIT_FLAG = '--exit'
const SAGA_TIMEOUT_MS = 60_000
/** What follows the last event of a saga (the account is debited) comes within this time. */
const AFTERMATH_MS = 400
const ACCEPTED_STATUS = 202
const DELIVERED = 'OrderDelivered'

export const command: Command = {
  usage: [
    'npm start              brings everything up, makes one reservation, stays until Ctrl-C',
    'npm start -- --exit    the same, but stops when the order is delivered (status 0), or after 60 s',
  ],
  run: async (args) => {
    const exits = onlyFlag(args, EXIT_FLAG)
    if (sayAlreadyRunning()) return 1
    say(`${style.bold('Saga Bistro')}${style.dim(': five services, five databases, one log of events')}`)
    say()
    const session = await openSession()
    try {
      return await showAndStay(session, exits)
    } finally {
      await session.stop()
    }
  },
}

async function showAndStay(session: Session, exits: boolean): Promise<number> {
  sayBanner(session.stack.manifest)
  const ending = await unlessInterrupted(session.interrupts, showSaga(session))
  if (exits) return ending === DELIVERED ? 0 : 1
  sayWhereToLook()
  await session.interrupts.interrupted
  return 0
}

/** Makes one reservation and prints its timeline; resolves with the type of the event that ended the saga, if one did. */
async function showSaga({ stack }: Session): Promise<string | undefined> {
  const reader = await readEvents(stack.manifest)
  try {
    return await makeReservation(stack.manifest, watchSagas(reader))
  } finally {
    await reader.close()
  }
}

async function makeReservation(
  manifest: Session['stack']['manifest'],
  sagas: SagaWatcher,
): Promise<string | undefined> {
  const arranged = await arrange(manifest, ORDINARY)
  const startedMs = performance.now()
  const { status, body } = await reserve(manifest, arranged, ORDINARY)
  if (status !== ACCEPTED_STATUS)
    throw new StackError(`The reservation was answered with ${status}: ${JSON.stringify(body)}`)
  const sagaId = String(body.reservationId)
  const source = manifest.mode === 'memory' ? 'the log in memory' : 'Kafka'
  say(`One reservation, ${sagaId}, as its events arrive from ${source}:`)
  say()
  sagas.follow(sagaId, (event) => say(timelineLine(event, startedMs)))
  const ending = await sagas.until(sagaId, isEnding, SAGA_TIMEOUT_MS)
  await delay(AFTERMATH_MS)
  say()
  if (!ending) say(style.red(`It has not ended after ${SAGA_TIMEOUT_MS / 1000} s; the logs may tell why.`))
  return ending?.type
}

function sayWhereToLook(): void {
  say('Everything stays up until Ctrl-C. In another terminal:')
  say()
  say(`  npm run demo                          ${style.dim('every ending, side by side')}`)
  say(`  npm run connect                       ${style.dim('kcat, psql and curl commands to look for yourself')}`)
  say(`  npm run stack -- kill payment         ${style.dim('break something; then: npm run stack -- start payment')}`)
}
