import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ROOT } from '@bistro/stack/paths'
import { createTwoFilesPatch } from 'diff'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { allLabs, copyPaths, type FoundLab, hasCode, putState, solutionDiff, takeSolution } from '../src/index.ts'

const PATH = 'oracle/src/money.ts'
const OTHER = 'oracle/src/words.ts'
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'bistro-solution-'))
const found = { name: '99-a-lab', folder: join(folder, 'lab') } as FoundLab
const paths = copyPaths(join(folder, 'copy'))

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

beforeEach(() => {
  for (const path of [PATH, OTHER]) {
    const begun = `// begun\n${textOf(path)}`
    write(found.folder, `start/${path}.patch`, createTwoFilesPatch(`a/${path}`, `b/${path}`, textOf(path), begun))
    write(paths.root, path, textOf(path))
  }
  putState(found.folder, 'start', paths.root)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a diff shows by file what would make the copy the solution', () => {
  const [money, words] = solutionDiff(found, paths)
  expect(money).toContain(`--- yours/${PATH}\n+++ solution/${PATH}\n`)
  expect(money).toContain('\n-// begun\n')
  expect(words).toContain(`--- yours/${OTHER}`)
})

test('one file of the solution is taken, and the version of the learner is kept', () => {
  write(paths.root, PATH, '// mine\n')
  const [taken, ...others] = takeSolution(found, paths, PATH)
  expect(others).toEqual([])
  expect(textOf(PATH)).toBe(readFileSync(join(paths.root, PATH), 'utf8'))
  expect(readFileSync(taken?.keptIn ?? '', 'utf8')).toBe('// mine\n')
  expect(solutionDiff(found, paths)).toHaveLength(1)
})

test('all files of the solution are taken; then nothing differs', () => {
  expect(takeSolution(found, paths).map(({ path }) => path)).toEqual([PATH, OTHER])
  expect(takeSolution(found, paths)).toEqual([])
})

test('a file that the solution leaves alone is refused, and those that it changes are named', () =>
  expect(() => takeSolution(found, paths, 'package.json')).toThrow(
    `no other version of package.json. Files that differ from it: ${PATH}, ${OTHER}`,
  ))

test('only a lab that is all questions has no code to take; one with questions about code has', async () => {
  const without = (await allLabs()).filter((lab) => !hasCode(lab))
  expect(without.map(({ lab }) => lab.number)).toEqual([1, 16])
})
