import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatLsn, parseLsn } from '../src/postgres/wal/lsn.ts'
import { Progress } from '../src/postgres/wal/progress.ts'

/** What a library confirms that adds one to what it is told. */
function progress() {
  const said: bigint[] = []
  return { said, ...{ of: new Progress((lsn) => said.push(parseLsn(lsn) + 1n)) } }
}

describe('what a reader of the write-ahead log confirms', () => {
  it('is the byte after the beginning of the last published commit: the next one may begin where that one ends', () => {
    const { of, said } = progress()
    of.passedOn('0/100', [1, 2])
    of.passedOn('0/130', [3])
    expect(of.confirm(['0/100'])).toEqual([1, 2])
    expect(said).toEqual([0x101n])
    expect(of.confirm(['0/130'])).toEqual([3])
    expect(said.at(-1)).toBe(0x131n)
  })

  it('is not what the server has sent, while something is on its way', () => {
    const { of, said } = progress()
    of.passedOn('0/100', [1])
    of.reached(0x200n)
    of.tell()
    expect(said).toEqual([1n])
    of.confirm(['0/100'])
    of.reached(0x200n)
    of.tell()
    expect(said).toEqual([1n, 0x101n, 0x200n])
  })

  it('does not change by a second confirmation', () => {
    const { of, said } = progress()
    of.passedOn('0/100', [1])
    of.passedOn('0/130', [2])
    of.confirm(['0/100', '0/130'])
    expect(of.confirm(['0/100', '0/130'])).toEqual([])
    expect(said).toEqual([0x131n])
  })
})

it('a place in the log is a number, and back', () => {
  expect(parseLsn('16/B374D848')).toBe(0x16_b374_d848n)
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (lsn) => parseLsn(formatLsn(lsn)) === lsn))
})
