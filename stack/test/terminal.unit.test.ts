import { describe, expect, it } from 'vitest'
import { noArguments, onlyFlag, UsageError } from '../src/terminal/arguments.ts'
import { seconds } from '../src/terminal/style.ts'
import { renderTable } from '../src/terminal/table.ts'

describe('arguments', () => {
  it('know one flag and nothing else', () => {
    expect(onlyFlag([], '--exit')).toBe(false)
    expect(onlyFlag(['--exit'], '--exit')).toBe(true)
    expect(() => onlyFlag(['--exti'], '--exit')).toThrow(UsageError)
    expect(() => noArguments(['now'])).toThrow("'now' is not understood.")
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
