import { constants, cpSync, globSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { ROOT } from '@bistro/stack/paths'

/** Installed packages are linked; data, the clone's history and the labs with their solutions stay where they are. */
const LEFT_OUT = /^(node_modules|\.git|\.bistro.*|.*\.log)$/
const LABS = join('workshop', 'labs')
const STORE = '.pnpm'

/**
 * Copies the workspace, ready to run: its own packages resolve within the copy, all others in the clone. It appears under its
 * name when it is whole.
 * @param lab whose text for the learner is copied too, to where its links lead somewhere
 */
export function copyWorkspace(root: string, lab: string): void {
  const part = `${root}.${process.pid}.part`
  try {
    for (const name of readdirSync(ROOT).filter((entry) => isCopied(entry, root))) copySources(name, part)
    const readme = join(LABS, lab, 'README.md')
    mkdirSync(dirname(join(part, readme)), { recursive: true })
    cpSync(join(ROOT, readme), join(part, readme))
    linkPackages(part)
    renameSync(part, root)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

/** Not the folder that the copy itself is in. */
const isCopied = (entry: string, root: string): boolean =>
  !LEFT_OUT.test(entry) && !root.startsWith(join(ROOT, entry) + sep)

const copySources = (name: string, part: string): void =>
  cpSync(join(ROOT, name), join(part, name), {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (from) => !LEFT_OUT.test(basename(from)) && from !== join(ROOT, LABS),
  })

/** The installer's links are relative: copied as they are, those between packages of the workspace stay within the copy. */
function linkPackages(part: string): void {
  for (const folder of globSync('{*,*/*}/node_modules', { cwd: ROOT }))
    cpSync(join(ROOT, folder), join(part, folder), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (from) => !/^\.(?!bin$)/.test(basename(from)),
    })
  const [from, to] = [join(ROOT, 'node_modules'), join(part, 'node_modules')]
  mkdirSync(join(to, STORE), { recursive: true })
  for (const entry of readdirSync(from).filter((one) => one !== STORE && one !== '.cache'))
    copyLinks(join(from, entry), join(to, entry))
  for (const entry of readdirSync(join(from, STORE), { withFileTypes: true })) {
    const [installed, link] = [join(from, STORE, entry.name), join(to, STORE, entry.name)]
    // What the installer writes anew must not be the clone's: a learner may install as well.
    if (entry.isDirectory() && entry.name !== 'node_modules') symlinkSync(installed, link, 'junction')
    else copyLinks(installed, link)
  }
}

const copyLinks = (from: string, to: string): void => cpSync(from, to, { recursive: true, verbatimSymlinks: true })
