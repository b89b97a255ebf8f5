import { askStack } from '@bistro/client/control'
import { StackError } from '@bistro/client/errors'
import { controlSocket } from '@bistro/stack/paths'
import {
  manifestOfCopy,
  type Prepared,
  prepareCopy,
  renewCopy,
  startChanged,
  startFromRest,
  stateOfStack,
  stopLabStack,
} from '@bistro/workshop'
import { type Interrupts, listenForInterrupts } from '../terminal/interrupts.ts'
import { progressPrinter } from '../terminal/progress-printer.ts'
import { say, seconds, style } from '../terminal/style.ts'
import { tellOwnClass, ticketFrom } from './class.ts'
import { type OwnLab, ownLab, startCommandOf, stopStacks } from './current.ts'

/** What a learner must know whose machine cannot run Kafka. */
export const NO_KAFKA =
  'There is no Kafka here: labs that look at topics cannot be verified. To see what is missing: npm run doctor'

/** A class to join, and the name to have there. */
export interface Joining {
  readonly class?: string
  readonly name?: string
}

/** Begins a lab, or goes on with it. */
export async function startLab(number: number, joining: Joining = {}): Promise<number> {
  const startedMs = performance.now()
  const lab = await ownLab(number)
  join(lab, joining)
  sayTitle(lab)
  const prepared = prepareCopy(lab.place, lab.found)
  sayPrepared(lab, prepared)
  return run(lab, startedMs)
}

/** Back to the start of a lab. What the learner has done is kept. */
export async function resetLab(lab: OwnLab): Promise<number> {
  const startedMs = performance.now()
  sayTitle(lab)
  if (stateOfStack(lab.paths) === 'running') say(style.dim('Stopping its stack ...'))
  await stopLabStack(lab.paths)
  const { keptIn } = renewCopy(lab.place, lab.found)
  say(keptIn ? `Your work is kept in ${keptIn}` : 'Nothing was changed, so nothing had to be kept.')
  if (keptIn) say(`A terminal that is in the folder is in the kept one now: cd ${lab.paths.root}`)
  return run(lab, startedMs)
}

function join({ progress }: OwnLab, joining: Joining): void {
  const before = progress.read()
  const ticket = ticketFrom(joining.class, joining.name, before.class)
  if (ticket) progress.write({ ...before, class: ticket })
}

async function run(lab: OwnLab, startedMs: number): Promise<number> {
  const { place, found, progress } = lab
  await stopStacks(place, found.name)
  const before = progress.read()
  const startedAt = before.labs[found.name]?.startedAt ?? new Date().toISOString()
  progress.write({ ...before, current: found.name })
  progress.change(found.name, { startedAt })
  tellOwnClass(lab)
  if (found.lab.needs === 'stack') await bringUp(lab, listenForInterrupts())
  say(style.dim(`Ready after ${seconds(performance.now() - startedMs, 0)}.`))
  sayWhatNext(lab)
  return 0
}

function sayTitle({ found: { lab } }: OwnLab): void {
  say(`${style.bold(`Lab ${lab.number}: ${lab.title}`)}${style.dim(`, about ${lab.minutes} minutes`)}`)
  say()
}

function sayPrepared({ found, paths }: OwnLab, { is, changed, isOld, keptIn }: Prepared): void {
  if (keptIn) say(`What was in ${paths.root} is kept in ${keptIn}`)
  if (is === 'new') return say(`Copied the workspace to ${paths.root}`)
  if (changed.length === 0) return say(`Goes on in ${paths.root}`)
  say(`Goes on in ${paths.root} with your changes: ${changed.join(', ')}`)
  say(style.dim('  To begin anew: npm run lab -- reset   (keeps your work)'))
  if (isOld)
    say(style.yellow(`  The product has changed since you began lab ${found.lab.number}. Your copy is as it was then.`))
}

/** Has the stack run with the code of the copy, whatever it did before. */
async function bringUp({ found, paths }: OwnLab, { signal }: Interrupts): Promise<void> {
  const { lab } = found
  const printer = progressPrinter()
  try {
    if (stateOfStack(paths) === 'running') {
      await startWhatIsDown(controlSocket(paths.data))
      return await startChanged(lab, paths, { signal, tell: (text) => say(style.dim(text)) })
    }
    await startFromRest(lab, paths, { signal, onProgress: printer.onProgress })
  } catch (error) {
    if (!(error instanceof StackError)) throw error
    const instead = `${startCommandOf(found)}   (tries again; your files are kept)`
    throw new StackError(error.message, error.next, { cause: error, instead: error.instead ?? instead })
  } finally {
    printer.end()
  }
}

/** In the order in which parts need each other. */
async function startWhatIsDown(socket: string): Promise<void> {
  const status = await askStack(socket, { action: 'status' })
  for (const { name, state } of status) {
    if (state === 'running' || state === 'starting') continue
    say(style.dim(`Starting ${name} ...`))
    await askStack(socket, { action: 'start', name })
  }
}

function sayWhatNext({ found, paths, progress }: OwnLab): void {
  const { lab, name } = found
  const manifest = manifestOfCopy(paths)
  say()
  say(`  Read     workshop/labs/${name}/README.md`)
  say(`  Work in  ${paths.root}`)
  if (manifest?.gateway) say(`  Console  ${manifest.gateway.url}${lab.page}#operator=${manifest.operator.token}`)
  if (manifest?.mode === 'memory') say(style.yellow(`  ${NO_KAFKA}`))
  say()
  if (lab.questions) sayQuestions(lab.questions, progress.of(name).answers ?? {})
  say('  Type: npm run lab -- verify   says what is right, and what is wrong')
  if (!lab.questions) say('        npm run lab -- watch    verifies after each save')
  say('        npm run lab -- hint     shows the next of three hints')
  if (lab.needs === 'stack') say(`        npm run lab -- stop     stops the stack; ${startCommandOf(found)} goes on`)
}

function sayQuestions(
  questions: readonly { readonly name: string; readonly text: string }[],
  answers: Readonly<Record<string, string>>,
): void {
  const width = Math.max(...questions.map(({ name }) => name.length))
  for (const { name, text } of questions) {
    say(`  ${style.bold(name.padEnd(width))}  ${text}`)
    if (answers[name] !== undefined) say(style.dim(`  ${' '.repeat(width)}  your answer: ${answers[name]}`))
  }
  say()
  say(`  Answer: npm run lab -- answer ${questions[0]?.name} TEXT`)
}
