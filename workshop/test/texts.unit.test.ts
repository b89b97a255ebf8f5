import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '@bistro/stack/paths'
import { describe, expect, it, test } from 'vitest'
import { command } from '../../cli/src/commands/lab.ts'
import { type FoundLab, hasState, labFolders, labNumbered, type StateName, textsOf } from '../src/index.ts'
import { treeOf } from '../src/states.ts'

const labs = labFolders()
const load = (name: string): Promise<FoundLab> => labNumbered(Number.parseInt(name, 10))
const pageOf = ({ folder }: FoundLab, page: string): string => readFileSync(join(folder, page), 'utf8')

/** What the usage of `npm run lab` names. */
const ACTIONS = new Set(command.usage.flatMap((line) => /npm run lab -- ([a-z]+)/.exec(line)?.[1] ?? []))

/** Shorter ones are everywhere. */
const TELLING_CHARACTERS = 16

/** Lines that the solution has and the start state has not. */
function linesOfSolution({ folder }: FoundLab): string[] {
  const start = textsOf(folder, 'start')
  return [...textsOf(folder, 'solution')].flatMap(([path, text = '']) => {
    const before = new Set((start.get(path) ?? '').split('\n').map((line) => line.trim()))
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.length >= TELLING_CHARACTERS && !before.has(line))
  })
}

const isDifferent = ({ folder }: FoundLab, one: StateName, other: StateName): boolean => {
  const texts = textsOf(folder, other)
  return [...textsOf(folder, one)].some(([path, text]) => texts.get(path) !== text)
}

test('no two labs have one number', () => {
  const numbers = labs.map((name) => Number.parseInt(name, 10))
  expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other))
})

describe.each(labs)('%s', (name) => {
  it('says what it is', async () => {
    const { lab } = await load(name)
    expect(lab.number).toBe(Number.parseInt(name, 10))
    expect(lab.minutes).toBeGreaterThan(0)
    expect(lab.title).not.toBe('')
    expect(lab.page).toMatch(/^\//)
    expect(lab.hints.filter((hint) => hint.trim() !== '')).toHaveLength(3)
  })

  it('has states that apply to the product as it is, each another one', async () => {
    const found = await load(name)
    if (!hasState(found.folder, 'start'))
      return expect(found.lab.questions !== undefined || hasState(found.folder, 'solution')).toBe(true)
    const product = [...textsOf(found.folder, 'product')]
    expect(product.map(([path]) => treeOf(ROOT)(path))).toEqual(product.map(([, text]) => text))
    expect(isDifferent(found, 'start', 'solution') || found.lab.solve !== undefined).toBe(true)
    if (hasState(found.folder, 'wrong')) expect(isDifferent(found, 'wrong', 'start')).toBe(true)
    else expect(found.lab.mistake).toBeDefined()
    // Where a learner does more than change code, it can be wrong to stop at the code.
    if (hasState(found.folder, 'wrong') && !found.lab.solve) expect(isDifferent(found, 'wrong', 'solution')).toBe(true)
  })

  it('keeps the solution out of its text and of the first two hints', async () => {
    const found = await load(name)
    const shown = [...found.lab.hints.slice(0, 2), pageOf(found, 'README.md')].join('\n')
    expect(linesOfSolution(found).filter((line) => shown.includes(line))).toEqual([])
  })

  it.each(['README.md', 'trainer.md'])('names only what can be typed in %s', async (page) => {
    const text = pageOf(await load(name), page)
    const typed = [...text.matchAll(/npm run lab -- ([a-z]+)/g)].map(([, action]) => action ?? '')
    expect(typed.filter((action) => !ACTIONS.has(action))).toEqual([])
  })

  it.each(['README.md', 'trainer.md'])('names only files and folders that are there in %s', async (page) => {
    const found = await load(name)
    const named = [
      ...pageOf(found, page).matchAll(
        /`((?:services|libs|apps|externals|stack|docs|workshop|saga|oracle)\/[\w./-]+)`/g,
      ),
    ]
    const states = textsOf(found.folder, 'start')
    const missing = named
      .map(([, path = '']) => path)
      .filter((path) => !existsSync(join(ROOT, path)) && states.get(path) === undefined)
    expect(missing).toEqual([])
  })

  it('tells the learner how to begin, to check and to get a hint', async () => {
    const found = await load(name)
    const text = pageOf(found, 'README.md')
    expect(text).toContain(`npm run lab -- start ${found.lab.number}\n`)
    expect(text).toContain('npm run lab -- verify')
    expect(text).toContain('npm run lab -- hint')
    expect(text).toMatch(new RegExp(`\\b${found.lab.minutes} min`))
  })
})
