import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { assertDiskSpace } from '../src/disk-space.ts'

test('a start on a disk that is nearly full says how much is left, how much it needs, and what to type', () => {
  expect(() => assertDiskSpace(tmpdir(), 0)).not.toThrow()
  expect(() => assertDiskSpace(tmpdir(), 2 ** 62)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/^The disk of .+ has \d+ MB left; a stack needs \d+ MB\.$/),
      next: expect.stringContaining('BISTRO_DATA_DIR='),
    }),
  )
})
