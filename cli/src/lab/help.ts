import { relative } from 'node:path'
import { StackError } from '@bistro/client/errors'
import { changedBesides, generateIn, hasCode, solutionDiff, takeSolution } from '@bistro/workshop'
import { UsageError } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'
import { tellOwnClass } from './class.ts'
import { currentLab } from './current.ts'

/** The next hint; after the third, all of them again. */
export async function hint(): Promise<number> {
  const lab = await currentLab()
  const { found, progress } = lab
  const { length } = found.lab.hints
  const before = progress.of(found.name).hints ?? 0
  const shown = Math.min(length, before + 1)
  const isRepeated = before === length
  progress.change(found.name, { hints: shown })
  tellOwnClass(lab)
  const hints = isRepeated ? found.lab.hints : [found.lab.hints[shown - 1]]
  for (const [index, text] of hints.entries())
    say(`${style.bold(`Hint ${isRepeated ? index + 1 : shown} of ${length}`)}  ${text}`)
  if (shown === length && hasCode(found))
    say(style.dim('That was the last one. To take the solution: npm run lab -- diff, then npm run lab -- solve'))
  return 0
}

/** What sets the copy apart from the solution. */
export async function diff(): Promise<number> {
  const { found, paths } = await currentLab()
  if (!hasCode(found)) throw new StackError('This lab has questions, and no code to compare.', 'npm run lab -- verify')
  const patches = solutionDiff(found, paths)
  for (const patch of patches) for (const line of patch.split('\n')) say(painted(line))
  const besides = changedBesides(found, paths)
  if (besides.length > 0) say(style.dim(`You have changed files that the solution leaves alone: ${besides.join(', ')}`))
  if (patches.length === 0) say('Your copy is the solution.')
  else say(`\n  - yours, + the solution. To take a file of it: npm run lab -- solve FILE`)
  return 0
}

function painted(line: string): string {
  if (/^(\+\+\+|---)/.test(line)) return style.bold(line)
  if (line.startsWith('+')) return style.green(line)
  return line.startsWith('-') ? style.red(line) : line
}

/** Takes one file of the solution, or all. */
export async function solve(file: string | undefined): Promise<number> {
  const { found, paths, progress } = await currentLab()
  if (!hasCode(found)) throw new StackError('This lab has questions, and no files to take.', 'npm run lab -- hint')
  const taken = takeSolution(found, paths, file && relative(paths.root, resolved(paths.root, file)))
  for (const { path, keptIn } of taken) {
    say(`Took ${path} from the solution.`)
    if (keptIn) say(style.dim(`  Yours is kept in ${keptIn}`))
  }
  if (taken.length === 0) say('Your copy is the solution.')
  if (taken.length > 0 && found.lab.generates) {
    say(style.dim('Generating what follows from it (npm run generate) ...'))
    await generateIn(paths.root)
  }
  const before = progress.of(found.name).taken ?? []
  progress.change(found.name, { taken: [...new Set([...before, ...taken.map(({ path }) => path)])] })
  say('  Type: npm run lab -- verify')
  return 0
}

/** As typed from the copy's root, or as a whole path. */
const resolved = (root: string, file: string): string => (file.startsWith('/') ? file : `${root}/${file}`)

/** Keeps the answer to a question. */
export async function answer(name: string | undefined, words: readonly string[]): Promise<number> {
  const { found, progress } = await currentLab()
  const questions = found.lab.questions ?? []
  if (questions.length === 0) throw new StackError(`Lab ${found.lab.number} has no questions.`, 'npm run lab -- verify')
  const names = questions.map((question) => question.name)
  if (name === undefined || words.length === 0)
    throw new UsageError(`Missing NAME and TEXT: a question (${names.join(', ')}), and its answer.`)
  if (!names.includes(name)) throw new UsageError(`Unknown question '${name}'. The questions are: ${names.join(', ')}.`)
  const answers = { ...progress.of(found.name).answers, [name]: words.join(' ').trim() }
  progress.change(found.name, { answers })
  const open = names.filter((one) => answers[one] === undefined)
  say(`Kept your answer to ${name}.`)
  say(open.length > 0 ? `  Still open: ${open.join(', ')}` : '  Type: npm run lab -- verify')
  return 0
}
