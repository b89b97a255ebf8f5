import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockOwner } from '@bistro/stack'
import { dataPaths, ROOT } from '@bistro/stack/paths'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyPaths, labNumbered, openWorld, ProgressFile, stopLabStack } from '../src/index.ts'

/** Seconds for each; minutes on a machine that is busy. */
const TIMEOUT_MS = 360_000
const place = mkdtempSync(join(tmpdir(), 'bistro-learner-'))
const found = await labNumbered(1)
const paths = copyPaths(join(place, found.name))
const progress = new ProgressFile(place)
const { lock } = dataPaths(paths.data)

interface Typed {
  readonly status: number | null
  readonly output: string
}

/** `npm run <args>` in the clone, or in the copy. */
function type(args: readonly string[], root = ROOT): Typed {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'cli', 'src', 'main.ts'), ...args], {
    env: { ...process.env, BISTRO_LABS_DIR: place, BISTRO_DATA_DIR: '', NO_COLOR: '1' },
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

const expectGood = ({ status, output }: Typed): void => expect(status, output).toBe(0)

const lab = (...args: readonly string[]): Typed => type(['lab', ...args])

async function solved(): Promise<Readonly<Record<string, string>>> {
  const { signal } = new AbortController()
  const { world } = openWorld({ path: paths.root, dataDir: paths.data, signal, tell: () => {} })
  return (await found.lab.solve?.(world)) ?? {}
}

afterAll(async () => {
  await stopLabStack(paths)
  rmSync(place, { recursive: true, force: true })
})

describe('a learner with a lab', () => {
  beforeAll(() =>
    expect(lab('verify')).toMatchObject({ status: 2, output: expect.stringContaining('No lab is started') }),
  )

  it(
    'begins it, is told what is missing, and what is right',
    async () => {
      const started = lab('start', '1')
      expect(started).toMatchObject({ status: 0, output: expect.stringContaining(paths.root) })
      expect(started.output).toMatch(/Console {2}http:\/\/127\.0\.0\.1:\d+\/reserve#operator=/)
      expect(lab('verify')).toMatchObject({
        status: 1,
        output: expect.stringMatching(/WRONG.*\n.*\n +saw +no answer yet/),
      })
      const { delivered = '', ...others } = await solved()
      progress.change(found.name, { answers: others })
      expectGood(lab('answer', 'delivered', delivered))
      expect(lab('verify')).toMatchObject({ status: 0, output: expect.stringContaining('Lab 1 is done: 7 checks.') })
      expect(lab('hint').output).toContain('Hint 1 of 3')
      expect(type(['lab', 'list'], paths.root).output).toMatch(/Follow one saga.*done, 1 hint.*running/)
    },
    TIMEOUT_MS,
  )

  it(
    'is not called wrong for code that does not compile',
    () => {
      const file = join(paths.root, 'services', 'payment', 'src', 'domain', 'policies.ts')
      const before = readFileSync(file, 'utf8')
      appendFileSync(file, 'export const = 1\n')
      const { status, output } = lab('verify')
      writeFileSync(file, before)
      expect(output).toMatch(/Could not check.*payment ended before it was ready:.*policies\.ts/s)
      expect(status).toBe(2)
      expectGood(lab('verify'))
    },
    TIMEOUT_MS,
  )

  it(
    'is not called wrong when Kafka is down; start brings it back',
    () => {
      expectGood(type(['stack', 'kill', 'kafka'], paths.root))
      expect(lab('verify')).toMatchObject({
        status: 2,
        output: expect.stringContaining('kafka is not running (died).'),
      })
      expectGood(lab('start', '1'))
      expectGood(lab('verify'))
    },
    TIMEOUT_MS,
  )

  it(
    'loses nothing when the stack is killed',
    () => {
      writeFileSync(join(paths.root, 'services', 'payment', 'notes.ts'), '// mine\n')
      process.kill(lockOwner(lock)?.pid ?? 0, 'SIGKILL')
      expect(lab('verify')).toMatchObject({ status: 2, output: expect.stringContaining('has crashed, or was killed') })
      const again = lab('start', '1')
      expect(again.output).toContain('with your changes: services/payment/notes.ts')
      expectGood(again)
      expect(lab('stop')).toMatchObject({ status: 0, output: expect.stringContaining(`kept in ${paths.root}`) })
      expect(lockOwner(lock)).toBeUndefined()
      expect(existsSync(join(paths.root, 'services', 'payment', 'notes.ts'))).toBe(true)
    },
    TIMEOUT_MS,
  )
})
