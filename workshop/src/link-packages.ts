import { existsSync, globSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const WORKSPACE = 'workspace:'

interface PackageFile {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** Links what new packages of a copy depend on, without installer and network: other packages of the workspace, and what one of them has installed. */
export function linkNewPackages(root: string): void {
  const folders = globSync('{*,*/*}/package.json', { cwd: root, exclude: (name) => name === 'node_modules' }).map(
    dirname,
  )
  const missing = folders.filter((folder) => !existsSync(join(root, folder, 'node_modules')))
  if (missing.length === 0) return
  const places = new Map(folders.map((folder) => [readPackage(root, folder).name, folder]))
  for (const folder of missing)
    for (const [name, version] of Object.entries(readPackage(root, folder).dependencies ?? {})) {
      const target = version.startsWith(WORKSPACE)
        ? inWorkspace(root, places.get(name))
        : installed(root, folders, name)
      if (target) link(join(root, folder, 'node_modules', name), target)
    }
}

const readPackage = (root: string, folder: string): PackageFile =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as PackageFile

const inWorkspace = (root: string, folder: string | undefined): string | undefined => folder && join(root, folder)

function installed(root: string, folders: readonly string[], name: string): string | undefined {
  const found = folders.map((folder) => join(root, folder, 'node_modules', name)).find((path) => existsSync(path))
  return found && realpathSync(found)
}

function link(path: string, target: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(relative(dirname(path), target), path, 'dir')
}
