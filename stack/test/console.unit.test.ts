import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Builder, keptBuild } from '../src/parts/kept-build.ts'

const directory = mkdtempSync(join(tmpdir(), 'console-builds-'))
afterAll(() => rmSync(directory, { recursive: true }))
const source = join(directory, 'page.txt')
const builds = join(directory, 'builds')

/** Copies its source, and counts how often it does. */
function builder(): Builder & { count: number } {
  const build = async (into: string): Promise<void> => {
    build.count += 1
    writeFileSync(join(into, 'index.html'), readFileSync(source))
  }
  build.count = 0
  return build
}

describe('the kept build of the console', () => {
  it('is made once for the same sources, and again for others', async () => {
    const build = builder()
    writeFileSync(source, 'one')
    const first = await keptBuild(builds, [source], build)
    expect(await keptBuild(builds, [source], build)).toEqual(first)
    expect(build.count).toBe(1)
    writeFileSync(source, 'two')
    const second = await keptBuild(builds, [source], build)
    expect(build.count).toBe(2)
    expect([first, second].map((kept) => readFileSync(join(kept.directory ?? '', 'index.html'), 'utf8'))).toEqual([
      'one',
      'two',
    ])
  })

  it('that fails leaves nothing, says why, and is tried again by the next start', async () => {
    writeFileSync(source, 'three')
    const before = readdirSync(builds)
    const failed = await keptBuild(builds, [source], async () =>
      Promise.reject(new Error('main.tsx: a bracket is missing')),
    )
    expect(failed).toEqual({ problem: 'main.tsx: a bracket is missing' })
    expect(readdirSync(builds)).toEqual(before)
    expect(await keptBuild(builds, [source], builder())).toMatchObject({ directory: expect.any(String) })
  })

  it('is not kept for ever', async () => {
    for (let number = 0; number < 25; number++) {
      writeFileSync(source, `many ${number}`)
      await keptBuild(builds, [source], builder())
    }
    expect(readdirSync(builds).length).toBeLessThanOrEqual(20)
  })
})
