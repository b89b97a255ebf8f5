import { describe, expect, test } from 'vitest'
import { BREAK_HELP, readArguments, UsageError } from '../src/arguments.ts'
import { BREAKS } from '../src/breaks.ts'
import { FAULT_NAMES } from '../src/faults.ts'

describe('what may be typed', () => {
  test('nothing', () => expect(readArguments([])).toMatchObject({ firstSeed: 1, runs: 200, sagas: 20, ask: 'run' }))

  test('all of it', () =>
    expect(readArguments(['--runs', '1000', '--sagas', '5', '--faults', 'crash,delay'])).toMatchObject({
      ...{ runs: 1_000, sagas: 5, faults: ['crash', 'delay'] },
    }))

  test('all faults, or none', () => {
    expect(readArguments(['--faults', 'all']).faults).toEqual(FAULT_NAMES)
    expect(readArguments(['--faults', 'none']).faults).toEqual([])
  })

  test('one seed', () =>
    expect(readArguments(['--seed', '7', '--trace'])).toMatchObject({ firstSeed: 7, runs: 1, trace: true }))

  test('a break, up to 2,000 runs', () =>
    expect(readArguments(['--break', 'no-gate'])).toMatchObject({ breakName: 'no-gate', runs: 2_000 }))

  test('a question', () => {
    expect(readArguments(['--break', 'help']).ask).toBe('breaks')
    expect(readArguments(['--help']).ask).toBe('help')
  })

  test('every break is explained in a sentence', () => {
    const lines = BREAK_HELP.split('\n')
    expect(lines.map((line) => /^ {2}([\w-]+) {2,}[A-Z].*\.$/.exec(line)?.[1])).toEqual(Object.keys(BREAKS))
  })
})

test.each([
  [['--runs', 'many'], '--runs takes a whole number'],
  [['--runs', '0'], '--runs takes a whole number'],
  [['--sagas=-1'], '--sagas takes a whole number'],
  [['--faults', 'earthquake'], "Unknown fault 'earthquake'"],
  [['--break', 'everything'], "Unknown break 'everything'. --break help lists all breaks."],
  [['--trace'], '--trace shows one run: add --seed S.'],
  [['--run', '5'], "Unknown argument '--run'."],
  [['5'], "Unknown argument '5'."],
  [['--seed'], "Option '--seed <value>' argument missing."],
])('%j is explained', (args, message) => {
  expect(() => readArguments(args)).toThrow(UsageError)
  expect(() => readArguments(args)).toThrow(message)
})
