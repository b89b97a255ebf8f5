import { EventEmitter } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { noArguments, onlyFlags, readOptions, UsageError } from '../src/terminal/arguments.ts'
import { asksForHelp, helpOf } from '../src/terminal/help.ts'
import { whenNobodyReads } from '../src/terminal/nobody-reads.ts'
import { progressPrinter } from '../src/terminal/progress-printer.ts'
import { endStatus, say, seconds, showStatus } from '../src/terminal/style.ts'
import { renderTable } from '../src/terminal/table.ts'

it('a command whose reader has left ends, unless it ends in its own way', () => {
  const output = new EventEmitter()
  const end = vi.fn()
  whenNobodyReads(output, end)
  output.emit('error', new Error('write EPIPE'))
  expect(end).toHaveBeenCalledTimes(1)
  output.on('error', () => {})
  output.emit('error', new Error('write EPIPE'))
  expect(end).toHaveBeenCalledTimes(1)
})

describe('arguments', () => {
  it('know one flag and nothing else', () => {
    expect(onlyFlags(['--exit'], ['--exit', '--open'])).toEqual({ '--exit': true, '--open': false })
    expect(() => onlyFlags(['--exti'], ['--exit'])).toThrow(UsageError)
    expect(() => noArguments(['now'])).toThrow("Unknown argument 'now'.")
  })

  it('take a value each where they are options', () => {
    expect(readOptions(['--card', 'tok_ok'], ['card', 'hold'])).toEqual({ card: 'tok_ok' })
    expect(() => readOptions(['--crad', 'x'], ['card'])).toThrow("Unknown argument '--crad'.")
    expect(() => readOptions(['x'], ['card'])).toThrow("Unknown argument 'x'.")
    expect(() => readOptions(['--card'], ['card'])).toThrow("Option '--card <value>' argument missing.")
  })
})

describe('help', () => {
  it('is asked for by --help and -h anywhere, and by help as the first word', () => {
    for (const args of [['--help'], ['-h'], ['help'], ['payment', '--help'], ['--exit', '-h']])
      expect(asksForHelp(args)).toBe(true)
    for (const args of [[], ['--break', 'help'], ['payment']]) expect(asksForHelp(args)).toBe(false)
  })

  it('tells what may be typed, what may be added, and something to type', () => {
    const help = { usage: ['npm run x   does x'], options: [['--long ONE', 'one\ntwo']] as const, example: 'npm run x' }
    expect(helpOf(help).split('\n')).toEqual([
      'Usage:',
      '  npm run x   does x',
      '',
      'Options:',
      '  --long ONE  one',
      '              two',
      '  -h, --help  shows this text',
      '',
      'Example:',
      '  npm run x',
    ])
  })
})

describe('a table', () => {
  it('has columns as wide as their longest cell', () => {
    const columns = [{ title: 'name' }, { title: 'ms', align: 'right' as const }, { title: 'ok' }]
    expect(
      renderTable(columns, [
        ['a', '5', 'yes'],
        ['longer', '1234', 'no'],
      ]),
    ).toEqual(['name      ms  ok', '------  ----  ---', 'a          5  yes', 'longer  1234  no'])
  })
})

describe('seconds', () => {
  it('are aligned and have one decimal', () => {
    expect(seconds(1949)).toBe('  1.9 s')
    expect(seconds(12_345, 0)).toBe('12.3 s')
  })
})

describe('the progress of a start', () => {
  const { isTTY } = process.stdout
  let printed = ''
  const printOn = (terminal: boolean): void => {
    printed = ''
    process.stdout.isTTY = terminal
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += text
      return true
    })
  }
  afterEach(() => {
    vi.restoreAllMocks()
    process.stdout.isTTY = isTTY
  })

  it('has a line for each step, and none for each of five alike', () => {
    printOn(false)
    const { onProgress, end } = progressPrinter()
    for (const name of ['postgres-order', 'order', 'kafka', 'services'])
      onProgress({ kind: 'done', name, detail: 'up', elapsedMs: 100 })
    end()
    expect(printed.match(/^ {2}\S+/gm)).toEqual(['  kafka', '  services'])
  })

  it('shows on a terminal what it waits for in a line that the next one replaces, elsewhere in lines that stay', () => {
    printOn(true)
    showStatus('waiting')
    say('done')
    showStatus('waiting again')
    endStatus()
    const erase = '\r\u001b[2K'
    expect(printed).toBe(`${erase}waiting${erase}done\n${erase}waiting again${erase}`)
    printOn(false)
    showStatus('waiting')
    say('done')
    expect(printed).toBe('waiting\ndone\n')
  })
})
