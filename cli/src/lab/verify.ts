import { StackError } from '@bistro/client/errors'
import { afterEachSave, resultLines, type Verdict, type Verification, verifyLab } from '@bistro/workshop'
import { INTERRUPTED_STATUS, listenForInterrupts } from '../terminal/interrupts.ts'
import { say, showStatus, style } from '../terminal/style.ts'
import { tellOwnClass } from './class.ts'
import { currentLab, type OwnLab } from './current.ts'

const STATUS: Readonly<Record<Verdict, number>> = { right: 0, wrong: 1, 'could not check': 2 }

/** Judges the lab that was started last. */
export async function verifyOnce(): Promise<number> {
  const lab = await currentLab().catch(sayNoLab)
  if (!lab) return STATUS['could not check']
  const { signal } = listenForInterrupts()
  try {
    const result = await verify(lab, signal)
    sayResult(lab, result)
    return STATUS[result.verdict]
  } catch (error) {
    if (!signal.aborted) throw error
    say('Interrupted. What was broken on purpose is mended; the stack goes on.')
    return INTERRUPTED_STATUS
  }
}

/** The same now and after each save, until Ctrl-C. */
export async function watch(): Promise<number> {
  const lab = await currentLab()
  const { signal } = listenForInterrupts()
  await afterEachSave(lab.paths.root, signal, async () => {
    const result = await verify(lab, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
    if (!result) return
    sayResult(lab, result)
    say(style.dim(`Waiting for the next save in ${lab.paths.root} (Ctrl-C ends this) ...`))
  })
  say('Ended. The stack goes on: npm run lab -- stop')
  return 0
}

async function verify(lab: OwnLab, signal: AbortSignal): Promise<Verification> {
  const { found, paths, progress } = lab
  const answers = new Map(Object.entries(progress.of(found.name).answers ?? {}))
  const result = await verifyLab(found, paths, { answers, signal, tell: (text) => showStatus(style.dim(`  ${text}`)) })
  const at = new Date().toISOString()
  const { doneAt } = progress.of(found.name)
  progress.change(found.name, {
    verified: { at, verdict: result.verdict },
    ...(result.verdict === 'right' && { doneAt: doneAt ?? at }),
  })
  tellOwnClass(lab)
  return result
}

function sayResult(lab: OwnLab, result: Verification): void {
  const { found } = lab
  say(
    `${style.bold(`Lab ${found.lab.number}: ${found.lab.title}`)}${style.dim(`  ${new Date().toTimeString().slice(0, 8)}`)}`,
  )
  for (const line of resultLines(found, result, style)) say(line)
  sayNext(result, lab)
}

function sayNext({ verdict }: Verification, { found }: OwnLab): void {
  if (verdict === 'right')
    say(
      `  Type: npm run lab -- next${found.lab.questions ? '' : '   (or diff, to compare your copy with the solution)'}`,
    )
  if (verdict === 'wrong') say('  Type: npm run lab -- hint   (if you are stuck)')
}

function sayNoLab(error: unknown): undefined {
  if (!(error instanceof StackError)) throw error
  say(style.yellow(`Could not check: ${error.message}`))
  say()
  say(`  Type: ${error.next}`)
}
