import { randomUUID } from 'node:crypto'
import { StackError } from '@bistro/client/errors'
import { parsePortBase } from '@bistro/stack'
import { allLabs, type ClassTicket, parseClass, placeOfLabs, tellClass } from '@bistro/workshop'
import { UsageError } from '../terminal/arguments.ts'
import { listenForInterrupts } from '../terminal/interrupts.ts'
import { say, style } from '../terminal/style.ts'
import type { OwnLab } from './current.ts'

const PORT_OFFSET = 36
const NAME = /^[^\p{Cc}\p{Cf}]{1,40}$/u

/** Serves the page of a class until Ctrl-C. */
export async function serveClass(): Promise<number> {
  const port = parsePortBase(process.env.BISTRO_PORT_BASE) + PORT_OFFSET
  const labs = await allLabs()
  const titles = new Map(labs.map(({ lab }) => [lab.number, lab.title]))
  const { interrupted } = listenForInterrupts()
  const { openClass } = await import('@bistro/workshop/class')
  const open = await openClass({ folder: placeOfLabs(), port, titles }).catch((cause: Error) => {
    throw new StackError(
      `The class page cannot start: ${cause.message}`,
      'BISTRO_PORT_BASE=5000 npm run lab -- class',
      {
        cause,
      },
    )
  })
  say(style.bold('The class'))
  say()
  say(`  Your page       http://127.0.0.1:${port}/#${open.key}`)
  const isAlone = open.addresses.length === 0
  if (isAlone) say(style.yellow('  This machine has no network: only who works on it can join.'))
  for (const address of isAlone ? [`http://127.0.0.1:${port}`] : open.addresses)
    say(`  Learners type   npm run lab -- start 1 --class '${address}#${open.key}' --name NAME`)
  say()
  say(style.dim('It learns the name that each one chooses, and how the labs go; nothing else. It runs until Ctrl-C.'))
  await interrupted
  await open.close()
  say('Ended. Who was here is kept for the next time.')
  return 0
}

/** What a learner typed to join a class. @param before the class joined last, whose name is kept */
export function ticketFrom(
  address: string | undefined,
  name: string | undefined,
  before?: ClassTicket,
): ClassTicket | undefined {
  if (address === undefined && name === undefined) return before
  const chosen = name ?? before?.name
  if (address === undefined && !before)
    throw new UsageError('Missing --class ADDRESS: the class to join with this name.')
  if (chosen === undefined) throw new UsageError('Missing --name NAME: how the class shall see you.')
  if (!NAME.test(chosen)) throw new UsageError(`Invalid name '${chosen}'. A name has 1 to 40 characters.`)
  const place = address === undefined ? before : parseClass(address)
  if (!place) throw new UsageError(`Invalid class '${address}'. It looks like http://10.0.0.5:4036#KEY, in quotes.`)
  return { address: place.address, key: place.key, name: chosen, seat: before?.seat ?? randomUUID() }
}

/** Tells the class, if one was joined. It takes no time, and cannot fail. */
export function tellOwnClass({ found, progress }: OwnLab): void {
  const { class: ticket } = progress.read()
  if (ticket) tellClass(ticket, found.lab.number, progress.of(found.name))
}
