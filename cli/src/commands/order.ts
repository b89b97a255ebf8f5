import { answerTo, CARDS, ORDINARY, POSTCODES, routesOf, undoneIn, type Wishes } from '@bistro/client'
import type { Manifest } from '@bistro/client/manifest'
import type { Command } from '../cli.ts'
import { type Followed, followOne, type Ids } from '../demo/follow.ts'
import { type Hints, pageOf } from '../demo/hints.ts'
import { reachableStack } from '../session/reachable.ts'
import { readOptions, UsageError } from '../terminal/arguments.ts'
import { say, seconds, style } from '../terminal/style.ts'

const DEFAULT_HOLD_SECONDS = 900
const MAX_HOLD_SECONDS = 86_400
const CHOICE_WIDTH = 20
const NAME_WIDTH = 12
const HOW_WIDTH = 24
const POSTCODE = /^[A-Za-z0-9][A-Za-z0-9 -]{0,19}$/

const listed = (choices: Readonly<Record<string, string>>): string =>
  Object.entries(choices)
    .map(([name, what]) => `\n${name.padEnd(CHOICE_WIDTH)} ${what}`)
    .join('')

export const command: Command = {
  usage: [
    'npm run order -- [--card TOKEN] [--hold SECONDS] [--postcode CODE]   makes one reservation on the running stack and follows it to its end',
  ],
  options: [
    ['--card TOKEN', `what the guest pays with (default ${ORDINARY.cardToken})${listed(CARDS)}`],
    ['--hold SECONDS', `how long unpaid seats are held, 1 to ${MAX_HOLD_SECONDS} (default ${DEFAULT_HOLD_SECONDS})`],
    ['--postcode CODE', `where the parcel goes (default ${ORDINARY.postcode})${listed(POSTCODES)}`],
    [
      'BISTRO_PORT_BASE=N',
      'set before the command: the port base of docker compose, if no stack of npm start runs (default 4000)',
    ],
  ],
  example: 'npm run order -- --card tok_slow --hold 8 --postcode 99999',
  run: async (args) => {
    const wishes = wishesFrom(args)
    const { manifest, hints } = await reachableStack()
    const followed = await followOne(manifest, wishes, {
      hints,
      introduce: (ids, tell) => introduce(wishes, ids, tell),
    })
    if (!followed.ending) return 1
    await sayEnd(manifest, followed)
    sayNext(manifest, followed, hints)
    return 0
  },
}

/** The reservation that was asked for; throws a UsageError. */
export function wishesFrom(args: readonly string[]): Wishes {
  const given = readOptions(args, ['card', 'hold', 'postcode'])
  const { card = ORDINARY.cardToken, hold, postcode = ORDINARY.postcode } = given
  if (!Object.hasOwn(CARDS, card))
    throw new UsageError(`Unknown card '${card}'. Cards: ${Object.keys(CARDS).join(', ')}.`)
  const seconds = Number(hold ?? DEFAULT_HOLD_SECONDS)
  if (!/^\d+$/.test(hold ?? '1') || seconds < 1 || seconds > MAX_HOLD_SECONDS)
    throw new UsageError(`--hold takes a whole number of seconds from 1 to ${MAX_HOLD_SECONDS}, not '${hold}'.`)
  if (!POSTCODE.test(postcode))
    throw new UsageError(`--postcode takes up to 20 letters, digits, blanks and hyphens, not '${postcode}'.`)
  return { ...ORDINARY, cardToken: card, holdSeconds: seconds, postcode }
}

function introduce({ cardToken, holdSeconds, postcode }: Wishes, ids: Ids, tell: (line?: string) => void): void {
  tell(style.bold(`One reservation: card ${cardToken}, seats held for ${holdSeconds} s, postcode ${postcode}`))
  for (const name of ['customer', 'evening', 'reservation', 'order'] as const)
    tell(`  ${name.padEnd(NAME_WIDTH)} ${ids[`${name}Id`]}`)
  tell()
}

async function sayEnd(manifest: Manifest, { ending, elapsedMs, orderId, types }: Followed): Promise<void> {
  const { body } = await answerTo('GET /orders/{id}', () =>
    routesOf(manifest, 'order').GET('/orders/{id}', { params: { path: { id: orderId } } }),
  )
  const reason = typeof body.cancelReason === 'string' ? `{${body.cancelReason}}` : ''
  const undone = undoneIn(types)
  say()
  say(
    `${style.bold(`Ended after ${seconds(elapsedMs, 0)} with ${ending?.type}${reason}.`)} ${undone.length > 0 ? 'Undone:' : 'Nothing was undone.'}`,
  )
  for (const { what, how, event } of undone)
    say(`  ${what.padEnd(NAME_WIDTH)} ${how.padEnd(HOW_WIDTH)} ${style.dim(event)}`)
}

function sayNext(manifest: Manifest, { reservationId, orderId }: Followed, hints: Hints): void {
  const { services } = manifest
  const page = pageOf(manifest, reservationId)
  say()
  say('To see more:')
  if (page) say(`  ${page}   in the browser`)
  say(`  ${hints.look(reservationId)}`)
  say(`  curl -s ${services.reservation.url}/reservations/${reservationId}`)
  say(`  curl -s ${services.order.url}/orders/${orderId}`)
  say('  npm run order -- --help')
}
