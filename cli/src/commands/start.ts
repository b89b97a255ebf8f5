import { ORDINARY, SERVICES } from '@bistro/client'
import type { Manifest, Mode } from '@bistro/client/manifest'
import type { Command } from '../cli.ts'
import { followOne } from '../demo/follow.ts'
import { sayAlreadyRunning } from '../session/already-running.ts'
import { consoleUrl, sayBanner } from '../session/banner.ts'
import { sayBroken } from '../session/broken.ts'
import { openBrowser } from '../session/browser.ts'
import { openSession, type Session, unlessInterrupted } from '../session/session.ts'
import { onlyFlags } from '../terminal/arguments.ts'
import { STACK_SETTINGS } from '../terminal/help.ts'
import { say, style } from '../terminal/style.ts'

const EXIT_FLAG = '--exit'
const OPEN_FLAG = '--open'
const DELIVERED = 'OrderDelivered'

export const command: Command = {
  usage: [
    'npm start              starts everything, makes one reservation, runs until Ctrl-C',
    'npm start -- --exit    the same, but stops when the order is delivered (status 0), or after 60 s in which nothing was down',
    'npm start -- --open    the same as npm start, and opens the console in the browser',
  ],
  options: [
    [EXIT_FLAG, 'stops when the order has been delivered (default: runs until Ctrl-C)'],
    [OPEN_FLAG, 'opens the console in the browser'],
    ...STACK_SETTINGS,
    ['BISTRO_CONSOLE=off', 'leaves the gateway and the console out (default on)'],
    ['BISTRO_NOTIFICATION=off', 'leaves notification and the mail server out (default on)'],
  ],
  example: 'BISTRO_PORT_BASE=5000 BISTRO_DATA_DIR=.bistro-2 npm start',
  run: async (args) => {
    const { [EXIT_FLAG]: exits, [OPEN_FLAG]: opens } = onlyFlags(args, [EXIT_FLAG, OPEN_FLAG])
    if (await sayAlreadyRunning()) return 1
    say(`${style.bold('Saga Bistro')}${style.dim(`: ${SERVICES.length} services, a database each, one event log`)}`)
    say()
    const session = await openSession()
    try {
      return await showAndStay(session, { exits, opens })
    } finally {
      await session.stop()
    }
  },
}

interface Wish {
  readonly exits: boolean
  readonly opens: boolean
}

async function showAndStay(session: Session, { exits, opens }: Wish): Promise<number> {
  sayBanner(session.stack.manifest)
  if (await sayBroken(session.stack.manifest)) {
    say(
      style.yellow(
        'FAULTS ARE ALLOWED (BISTRO_FAULTS=on): PUT /faults breaks a service on purpose; see docs/faults.md',
      ),
    )
    say()
  }
  if (opens) await openConsole(session.stack.manifest)
  const ending = await unlessInterrupted(session.interrupts, showSaga(session))
  if (exits) return ending === DELIVERED ? 0 : 1
  sayWhereToLook(session.stack.manifest)
  await session.interrupts.interrupted
  return 0
}

async function openConsole(manifest: Manifest): Promise<void> {
  if (!manifest.gateway) return say(style.yellow('There is no console to open: BISTRO_CONSOLE=off leaves it out.'))
  const problem = await openBrowser(consoleUrl(manifest.gateway, manifest))
  if (problem) say(style.yellow(`The browser cannot be opened: ${problem}. Open the address of the console by hand.`))
}

/** Makes one reservation and prints its timeline; resolves with the type of the event that ended the saga, if one did. */
async function showSaga({ stack: { manifest }, interrupts: { signal } }: Session): Promise<string | undefined> {
  const source = manifest.mode === 'memory' ? 'the in-memory log' : 'Kafka'
  const { ending } = await followOne(manifest, ORDINARY, {
    signal,
    introduce: ({ reservationId, orderId }, tell) => {
      tell(`Reservation ${reservationId}, order ${orderId}; its events from ${source}:`)
      tell()
    },
  })
  say()
  return ending?.type
}

/** What this stack can do: one in memory has no Kafka to read and one process for all services. */
export const whereToLook = (mode: Mode): readonly (readonly [command: string, what: string])[] => [
  ['npm run demo', 'plays every ending'],
  ['npm run order -- --card tok_declined', 'makes another reservation; --help lists the choices'],
  ...(mode === 'memory'
    ? ([['npm run connect', 'prints psql and curl commands to paste']] as const)
    : ([
        ['npm run connect', 'prints kcat, psql and curl commands to paste'],
        ['npm run stack -- kill payment', 'kills a service; to start it again: npm run stack -- start payment'],
      ] as const)),
]

const COMMAND_WIDTH = 37

function sayWhereToLook({ mode }: Manifest): void {
  say('Everything runs until Ctrl-C. In another terminal:')
  say()
  for (const [typed, what] of whereToLook(mode)) say(`  ${typed.padEnd(COMMAND_WIDTH)} ${style.dim(what)}`)
}
