import { placeOfLabs } from '@bistro/workshop'
import type { Command } from '../cli.ts'
import { serveClass } from '../lab/class.ts'
import { currentLab, labNumber, stopStacks } from '../lab/current.ts'
import { labDoctor, prepare } from '../lab/doctor.ts'
import { answer, diff, hint, solve } from '../lab/help.ts'
import { runInClone } from '../lab/in-copy.ts'
import { list } from '../lab/list.ts'
import { slides } from '../lab/slides.ts'
import { resetLab, startLab } from '../lab/start.ts'
import { verifyOnce, watch } from '../lab/verify.ts'
import { noArguments, noOptions, onlyFlags, readValued, UsageError, unknownArgument } from '../terminal/arguments.ts'
import { say } from '../terminal/style.ts'

const PREPARE = '--prepare'

export const command: Command = {
  usage: [
    'npm run lab -- list                shows all labs, and how far you have come',
    'npm run lab -- start [N]           begins lab N in a copy of the workspace, or goes on with it, or with the one started last',
    'npm run lab -- verify              says what is right and what is wrong: status 0 right, 1 wrong, 2 could not check',
    'npm run lab -- watch               verifies after each save, until Ctrl-C',
    'npm run lab -- hint                shows the next of three hints',
    'npm run lab -- answer NAME TEXT    keeps your answer to a question of the lab',
    'npm run lab -- diff                compares your copy with the solution',
    'npm run lab -- solve [FILE]        takes a file of the solution, or all; yours is kept',
    'npm run lab -- reset               goes back to the start of the lab; your work is kept',
    'npm run lab -- next                begins the next lab',
    'npm run lab -- stop                stops the stack of the lab; your work is kept',
    'npm run lab -- class               for a trainer: serves the page on which learners appear, until Ctrl-C',
    'npm run lab -- slides              for a trainer: writes the slides of each agenda, as HTML and PDF',
    'npm run lab -- doctor [--prepare]  says whether this machine is ready; --prepare fetches all that labs need',
  ],
  options: [
    [
      '--class ADDRESS',
      'with start: the class to join, as npm run lab -- class prints it (default: the one joined last, if any)',
    ],
    ['--name NAME', 'with --class: how the class sees you; it learns nothing else but how the labs go'],
    [PREPARE, 'fetches and builds what labs need, so that they run with the network off'],
    ['BISTRO_LABS_DIR=DIR', 'set before the command: where the copies and the slides are (default .bistro-labs)'],
    ['BISTRO_PORT_BASE=N', 'the first port of the stack of a lab (default: ports that are free)'],
  ],
  example: 'npm run lab -- start 1',
  run: async (args) => (await runInClone(args)) ?? run(args),
}

async function run([action, ...rest]: readonly string[]): Promise<number> {
  if (action === undefined) throw new UsageError('Missing action: list, start, verify, hint and so on.')
  if (!Object.hasOwn(ACTIONS, action)) throw unknownArgument(action)
  return ACTIONS[action as keyof typeof ACTIONS](rest)
}

const ACTIONS = {
  list: (args: readonly string[]) => {
    noArguments(args)
    return list()
  },
  start: (args: readonly string[]) => {
    const { positionals, ...joining } = readValued(args, ['class', 'name'])
    noArguments(positionals.slice(1))
    return startLab(labNumber(positionals[0]), joining)
  },
  verify: (args: readonly string[]) => {
    noArguments(args)
    return verifyOnce()
  },
  watch: (args: readonly string[]) => {
    noArguments(args)
    return watch()
  },
  hint: (args: readonly string[]) => {
    noArguments(args)
    return hint()
  },
  answer: ([name, ...words]: readonly string[]) => answer(name, words),
  diff: (args: readonly string[]) => {
    noArguments(args)
    return diff()
  },
  solve: ([file, ...rest]: readonly string[]) => {
    noOptions(file === undefined ? [] : [file])
    noArguments(rest)
    return solve(file)
  },
  reset: async (args: readonly string[]) => {
    noArguments(args)
    return resetLab(await currentLab())
  },
  next: async (args: readonly string[]) => {
    noArguments(args)
    const { found } = await currentLab()
    return startLab(found.lab.number + 1)
  },
  stop: async (args: readonly string[]) => {
    noArguments(args)
    if ((await stopStacks(placeOfLabs())) === 0) say('No stack of a lab is running.')
    return 0
  },
  class: (args: readonly string[]) => {
    noArguments(args)
    return serveClass()
  },
  slides: (args: readonly string[]) => {
    noArguments(args)
    return slides()
  },
  doctor: (args: readonly string[]) => (onlyFlags(args, [PREPARE])[PREPARE] ? prepare() : labDoctor()),
}
