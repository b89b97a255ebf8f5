import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePortBase } from '@bistro/stack'
import { afterAll, expect, test } from 'vitest'
import {
  type Act,
  type Check,
  copyPaths,
  type FoundLab,
  generateIn,
  hasState,
  labFolders,
  labNumbered,
  type Mistake,
  openWorld,
  prepareCopy,
  putState,
  type StateName,
  startChanged,
  startFromRest,
  stopLabStack,
  type Verification,
  verifyLab,
} from '../src/index.ts'
import { readRecord, writeRecord } from '../src/record.ts'

const TIMEOUT_MS = 360_000
const NOBODY_STOPS = new AbortController().signal
const place = mkdtempSync(join(tmpdir(), 'bistro-labs-'))

afterAll(() => rmSync(place, { recursive: true, force: true }))

/** As a learner goes through it: the start, something plausible that is wrong, the solution, on one stack. */
test.concurrent.each(labFolders())(
  '%s: the start and the mistake fail for the stated reason, the solution passes',
  async (name) => {
    const found = await labNumbered(Number.parseInt(name, 10))
    const attempt = await beginLab(found)
    try {
      expectMistake(await attempt('start'), found.lab.atFirst)
      expectMistake(await attempt('wrong', found.lab.mistake), found.lab.wrongly)
      expect(wrongIn(await attempt('solution', found.lab.solve))).toEqual([])
    } finally {
      await stopLabStack(copyPaths(join(place, name)))
    }
  },
  TIMEOUT_MS,
)

type Attempt = (state: StateName, act?: Act) => Promise<Verification>

/** Starts the lab's stack. @returns what puts a state in place, does what belongs to it, and verifies */
async function beginLab(found: FoundLab): Promise<Attempt> {
  const { lab, folder } = found
  const { paths } = prepareCopy(place, found)
  // Two begin at once.
  const record = readRecord(paths)
  if (record) writeRecord(paths, { ...record, portBase: await findFreePortBase() })
  const settings = { BISTRO_CONSOLE: 'off', ...lab.settings }
  const doing = { signal: NOBODY_STOPS, tell: () => {}, settings }
  if (lab.needs === 'stack') await startFromRest(lab, paths, { ...doing, onProgress: () => {} })
  return async (state, act) => {
    if (state === 'start' || state === 'solution' || hasState(folder, state)) putState(folder, state, paths.root)
    if (lab.generates && state !== 'start') await generateIn(paths.root)
    let answers: ReadonlyMap<string, string> = new Map()
    if (act) {
      if (lab.needs === 'stack') await startChanged(lab, paths, doing)
      const { world, restore } = openWorld({ ...doing, path: paths.root, dataDir: paths.data })
      answers = new Map(Object.entries(await act(world)))
      await restore()
    }
    const result = await verifyLab(found, paths, { ...doing, answers })
    console.log(`${found.name} ${state}: ${result.verdict} after ${(result.tookMs / 1_000).toFixed(1)} s`)
    return result
  }
}

const wrongIn = ({ checks, problem }: Verification): readonly (Check | object)[] =>
  problem ? [problem] : checks.filter(({ isRight }) => !isRight)

function expectMistake(result: Verification, { what, saw }: Mistake): void {
  const [first] = wrongIn(result)
  expect(first).toMatchObject({ what, saw: expect.stringMatching(saw) })
}
