import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ROOT } from '@bistro/stack/paths'
import { createTwoFilesPatch } from 'diff'
import { afterEach, expect, test } from 'vitest'
import { putState, textsOf, treeOf } from '../src/states.ts'

const PATH = 'oracle/src/money.ts'
const product = readFileSync(join(ROOT, PATH), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'bistro-states-'))
const lab = join(folder, 'lab')
const copy = join(folder, 'copy')

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const patch = (before: string, after: string): string => createTwoFilesPatch(`a/${PATH}`, `b/${PATH}`, before, after)

const started = `// begun\n${product}`

test('a start state changes the product, a wrong one the start state, and the product is the solution where none is given', () => {
  write(lab, `start/${PATH}.patch`, patch(product, started))
  write(lab, `wrong/${PATH}.patch`, patch(started, `${started}// wrong\n`))
  write(lab, 'wrong/oracle/src/another.ts', 'export {}\n')
  write(copy, PATH, product)
  expect(putState(lab, 'start', copy)).toEqual([PATH])
  expect(treeOf(copy)(PATH)).toBe(started)
  expect(putState(lab, 'wrong', copy)).toEqual(['oracle/src/another.ts', PATH])
  expect(treeOf(copy)(PATH)).toBe(`${started}// wrong\n`)
  expect(putState(lab, 'solution', copy)).toEqual(['oracle/src/another.ts', PATH])
  expect(treeOf(copy)(PATH)).toBe(product)
  expect(treeOf(copy)('oracle/src/another.ts')).toBeUndefined()
})

test('a patch can remove a file', () => {
  write(lab, `start/${PATH}.patch`, createTwoFilesPatch(`a/${PATH}`, '/dev/null', product, ''))
  write(copy, PATH, product)
  putState(lab, 'start', copy)
  expect(treeOf(copy)(PATH)).toBeUndefined()
})

test.each([
  ['lines that are gone', patch('// never there\n', '// nor this\n'), 'no longer there'],
  ['no patch at all', 'export const x = 1\n', 'not a unified diff'],
])('a patch with %s says which lab and file', (_, text, why) => {
  write(lab, `start/${PATH}.patch`, text)
  expect(() => textsOf(lab, 'start')).toThrow(new RegExp(`start/${PATH}\\.patch does not apply: .*${why}`))
})
