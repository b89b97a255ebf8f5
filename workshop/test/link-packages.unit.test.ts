import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { linkNewPackages } from '../src/link-packages.ts'

test('a new package gets links to packages of the workspace, and to what another one has installed', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'bistro-links-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const write = (folder: string, content: object): void => {
    mkdirSync(join(root, folder), { recursive: true })
    writeFileSync(join(root, folder, 'package.json'), JSON.stringify(content))
  }
  const dependencies = { '@bistro/kit': 'workspace:*', typebox: 'catalog:' }
  write('libs/kit', { name: '@bistro/kit' })
  write('services/payment', { name: '@bistro/payment', dependencies })
  write('services/loyalty', { name: '@bistro/loyalty', dependencies })
  mkdirSync(join(root, 'installed', 'typebox'), { recursive: true })
  mkdirSync(join(root, 'services', 'payment', 'node_modules'))
  symlinkSync(join(root, 'installed', 'typebox'), join(root, 'services', 'payment', 'node_modules', 'typebox'))
  linkNewPackages(root)
  const linked = (name: string): string => realpathSync(join(root, 'services', 'loyalty', 'node_modules', name))
  expect(linked('@bistro/kit')).toBe(join(root, 'libs', 'kit'))
  expect(linked('typebox')).toBe(join(root, 'installed', 'typebox'))
})
