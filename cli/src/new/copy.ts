import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { isServiceName, SERVICES } from '@bistro/services'
import { ROOT } from '@bistro/stack/paths'
import { UsageError } from '../terminal/arguments.ts'
import { renderAll } from './templates.ts'

const KIT = 'kit'
/** Of a team's own as well: the licence, how it is installed, how it is compiled, and the driver's patch. */
const COMMON = ['LICENSE', 'pnpm-lock.yaml', '.npmrc', '.gitignore', 'patches', 'tsconfig.json', 'libs/kit']
const SKIPPED = ['node_modules']

/** Takes the kit, or one service with its contract and the kit, out of this clone into a folder of a team's own. */
export function copyOut(what: string, folder: string): readonly string[] {
  if (what !== KIT && !isServiceName(what))
    throw new UsageError(`There is no '${what}' to copy; there is ${[KIT, ...SERVICES].join(', ')}.`)
  const target = resolve(folder)
  if (!relative(ROOT, target).startsWith('..')) throw new UsageError(`${target} is in this clone: take another folder.`)
  if (existsSync(target) && readdirSync(target).length > 0) throw new UsageError(`${target} is not empty.`)
  const rooms = what === KIT ? [] : ['libs/events', `services/${what}`]
  for (const path of [...COMMON, ...rooms])
    cpSync(join(ROOT, path), join(target, path), {
      recursive: true,
      filter: (from) => !SKIPPED.includes(basename(from)),
    })
  const installer = installerOf(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  for (const [path, text] of renderAll('copy', { name: what, isKit: what === KIT, installer }))
    write(join(target, path), text)
  write(join(target, 'pnpm-workspace.yaml'), workspaceOf(readFileSync(join(ROOT, 'pnpm-workspace.yaml'), 'utf8')))
  return [`cd ${target}`, `npx --yes ${installer} install`, 'npm test']
}

const installerOf = (text: string): string => (JSON.parse(text) as { config: { installer: string } }).config.installer

/** The versions of this clone, for fewer packages. */
function workspaceOf(text: string): string {
  const packages = 'packages:\n  - libs/*\n  - services/*\n'
  const [versions = ''] = text.replace(/^packages:\n(?: {2}- .*\n)+/m, packages).split('\n# The first name')
  return versions
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
