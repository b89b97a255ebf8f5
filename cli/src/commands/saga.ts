import { isEnding } from '@bistro/client'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import { dataDirFrom } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { withDowntimes } from '../session/downtimes.ts'
import { needManifest } from '../session/manifest.ts'
import { namingUnavailable, unavailableLines } from '../session/unavailable.ts'
import { noArguments, noOptions, UsageError } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'
import { adviceFor } from '../timeline/advice.ts'
import { storyLines } from '../timeline/saga-lines.ts'

const OPEN_FLAG = '--open'
/** An id, or the first digits of one: fewer are the beginning of too many. */
const ID = /^(?=(?:-?[0-9a-f]){8})[0-9a-f-]{8,36}$/

export const command: Command = {
  usage: [
    'npm run saga -- ID       shows one saga: its events, what it waits for, what to do; ID of its reservation, order, payment, shipment or an event',
    'npm run saga -- --open   lists the sagas that have not ended, and what each waits for',
  ],
  options: [
    ['ID', 'a UUID, or at least its first 8 digits'],
    [OPEN_FLAG, 'lists all sagas that have not ended'],
  ],
  example: 'npm run saga -- --open',
  run: async (args) => {
    assertUnderstood(args)
    return showSaga(needManifest(), args)
  },
}

function assertUnderstood([id, ...rest]: readonly string[]): void {
  noArguments(rest)
  if (id === undefined) throw new UsageError('Missing ID: any id of the saga.')
  if (id !== OPEN_FLAG) noOptions([id])
  if (id !== OPEN_FLAG && !ID.test(id.toLowerCase()))
    throw new UsageError(`Invalid ID '${id}'. An ID is a UUID, or at least its first 8 digits.`)
}

/** Shows one saga or all that are open. Returns the exit status. */
export async function showSaga(stack: Manifest, args: readonly string[]): Promise<number> {
  assertUnderstood(args)
  const manifest = await withDowntimes(stack)
  return namingUnavailable(manifest, () =>
    args[0] === OPEN_FLAG ? showOpen(manifest) : showOne(manifest, String(args[0]).toLowerCase()),
  )
}

type Known = Awaited<ReturnType<typeof withDowntimes>>

async function showOpen(manifest: Known): Promise<number> {
  const { readOpen, findAway, unfinishedLines } = await import('@bistro/audit')
  const [{ unfinished, nowMs }, away] = await Promise.all([readOpen(manifest), findAway(manifest)])
  say(unfinished.length === 0 ? 'No saga is unfinished.' : `Unfinished sagas: ${unfinished.length}`)
  for (const line of unfinishedLines(unfinished, nowMs)) say(line)
  sayUnavailable(manifest, away)
  return 0
}

function sayUnavailable(manifest: Known, away: Parameters<typeof unavailableLines>[1]): void {
  const { lines, commands } = unavailableLines(manifest, away)
  if (lines.length > 0) say()
  for (const line of lines) say(style.red(line))
  for (const text of commands) say(`  Type: ${text}`)
}

async function showOne(manifest: Known, id: string): Promise<number> {
  const { openDatabases, findSagas, readStory, findAway, waitingLines } = await import('@bistro/audit')
  const databases = await openDatabases(manifest)
  try {
    const { sagas, known } = await findSagas(databases, id)
    const [sagaId, ...more] = sagas
    if (sagaId === undefined)
      throw notFound(
        id,
        known,
        databases.lacks.map(({ service }) => service),
      )
    if (more.length > 0) return saySeveral(id, sagas)
    const [story, away] = await Promise.all([readStory(manifest, databases, sagaId), findAway(manifest)])
    const isEnded = story.events.some(isEnding)
    const { waitingFor, nowMs } = story
    for (const line of storyLines(story)) say(line)
    say()
    say(style.bold('Waits for'))
    for (const line of isEnded && waitingFor.length === 0 ? ['nothing'] : waitingLines(waitingFor, nowMs))
      say(`  ${line}`)
    const named = away.filter(({ part }) => !waitingFor.some(({ service }) => service === part))
    for (const line of unavailableLines(manifest, named).lines) say(`  ${style.red(line)}`)
    say()
    say(style.bold('What to do'))
    const orderId = story.events.find(({ service }) => service === 'order')?.stream ?? ''
    const dataDir = dataDirFrom(process.env.BISTRO_DATA_DIR)
    for (const line of adviceFor(manifest, dataDir, { orderId, isEnded, waitingFor, away })) say(`  ${line}`)
    return 0
  } finally {
    await databases.close()
  }
}

function notFound(id: string, known: boolean, unsearched: readonly string[]): StackError {
  if (known) return new StackError(`The id ${id} belongs to no saga.`, 'npm run saga -- --open')
  const but =
    unsearched.length > 0 ? ` Not searched, because they do not answer: the databases of ${unsearched.join(', ')}.` : ''
  return new StackError(`Unknown id ${id}.${but}`, 'npm run saga -- --open')
}

function saySeveral(id: string, sagas: readonly string[]): number {
  say(`${id} matches ${sagas.length} sagas or more. Type one of:`)
  for (const saga of sagas.toSorted()) say(`  npm run saga -- ${saga}`)
  return 1
}
