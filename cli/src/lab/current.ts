import { join } from 'node:path'
import { StackError } from '@bistro/client/errors'
import {
  type CopyPaths,
  copyPaths,
  type FoundLab,
  labFolders,
  labNumbered,
  ProgressFile,
  placeOfLabs,
  readRecord,
  stateOfStack,
  stopLabStack,
} from '@bistro/workshop'
import { UsageError } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'

/** A lab on this machine. */
export interface OwnLab {
  readonly place: string
  readonly found: FoundLab
  readonly paths: CopyPaths
  readonly progress: ProgressFile
}

export async function ownLab(number: number): Promise<OwnLab> {
  const place = placeOfLabs()
  const found = await labNumbered(number)
  return { place, found, paths: copyPaths(join(place, found.name)), progress: new ProgressFile(place) }
}

/** The lab that was started last. @throws StackError where none was */
export async function currentLab(): Promise<OwnLab> {
  const { current } = new ProgressFile(placeOfLabs()).read()
  if (current === undefined) throw new StackError('No lab is started.', 'npm run lab -- start 1')
  const lab = await ownLab(Number.parseInt(current, 10))
  if (readRecord(lab.paths) === undefined)
    throw new StackError(
      `The copy of lab ${lab.found.lab.number} is gone: ${lab.paths.root}.`,
      startCommandOf(lab.found),
    )
  return lab
}

export const startCommandOf = ({ lab }: FoundLab): string => `npm run lab -- start ${lab.number}`

/** The number of a lab that was typed; without one, of the lab that was started last. */
export function labNumber(text: string | undefined): number {
  const { current } = new ProgressFile(placeOfLabs()).read()
  if (text === undefined && current !== undefined) return Number.parseInt(current, 10)
  if (text === undefined) throw new UsageError('Missing N: the number of a lab.')
  if (!/^\d{1,2}$/.test(text)) throw new UsageError(`Invalid number '${text}'. A lab has a number, such as 1.`)
  return Number(text)
}

/** Stops the stacks of all labs but one. @returns how many */
export async function stopStacks(place: string, except?: string): Promise<number> {
  let stopped = 0
  for (const name of labFolders().filter((one) => one !== except)) {
    const paths = copyPaths(join(place, name))
    if (stateOfStack(paths) !== 'running') continue
    say(style.dim(`Stopping the stack of lab ${Number.parseInt(name, 10)} ...`))
    await stopLabStack(paths)
    say(`Stopped the stack of lab ${Number.parseInt(name, 10)}. Your files are kept in ${paths.root}`)
    stopped += 1
  }
  return stopped
}
