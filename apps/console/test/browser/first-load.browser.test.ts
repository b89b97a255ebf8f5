import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, inject, test } from 'vitest'

const LIMIT = 250_000

interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  /** What it loads while it runs: of the entry, the pages. */
  readonly dynamicImports?: readonly string[]
  readonly css?: readonly string[]
}

test('whatever page is opened first, less than 250 kB (gzip) are loaded', async () => {
  const folder = inject('consoleFolder')
  const manifest: Record<string, Chunk> = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
  const entry = Object.keys(manifest).find((name) => manifest[name]!.isEntry)!
  const pages = manifest[entry]!.dynamicImports ?? []
  expect(pages).toHaveLength(8)
  for (const page of pages) {
    const later = manifest[page]!.dynamicImports ?? []
    const files = new Set([entry, page, ...later].flatMap((name) => filesOf(manifest, name)))
    const sizes = await Promise.all([...files].map(async (file) => gzipSync(await readFile(join(folder, file))).length))
    expect(
      sizes.reduce((sum, size) => sum + size, 0),
      page,
    ).toBeLessThan(LIMIT)
  }
})

function filesOf(manifest: Record<string, Chunk>, name: string, seen = new Set<string>()): string[] {
  if (seen.has(name)) return []
  seen.add(name)
  const { file, css = [], imports = [] } = manifest[name]!
  return [file, ...css, ...imports.flatMap((inner) => filesOf(manifest, inner, seen))]
}
