import { describe, expect, it } from 'vitest'
import { readArguments, UsageError } from '../src/arguments.ts'
import { KIND_NAMES } from '../src/kinds.ts'

describe('the arguments of a chaos run', () => {
  it('without any: a new seed, all kinds', () => {
    expect(readArguments([], () => 42)).toEqual({ seed: 42, minutes: 6, rate: 3, kinds: KIND_NAMES, ask: 'run' })
  })

  it('all of them', () => {
    expect(readArguments(['--seed', '7', '--minutes', '0.5', '--rate', '2', '--only', 'kills,records'])).toEqual({
      seed: 7,
      minutes: 0.5,
      rate: 2,
      kinds: ['kills', 'records'],
      ask: 'run',
    })
  })

  it.each([
    [['--only', 'kills,earthquakes'], /Unknown kind of fault 'earthquakes'. Known kinds: kills, pauses/],
    [['--seed=-1'], /--seed takes a whole number/],
    [['--seed', 'x'], /--seed takes a whole number from 0 to 2147483647, not 'x'/],
    [['--minutes', '0'], /--minutes takes a number above 0/],
    [['--rate', '1000'], /up to 200, not '1000'/],
    [['--hours', '1'], /^Unknown argument '--hours'.$/],
    [['kills'], /^Unknown argument 'kills'.$/],
  ])('%j is explained', (args, message) => {
    expect(() => readArguments(args)).toThrow(UsageError)
    expect(() => readArguments(args)).toThrow(message)
  })
})
