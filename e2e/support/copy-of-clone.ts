import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, globSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { ROOT } from '@bistro/stack/paths'
import type { Running } from './command-line.ts'

const LEFT_OUT = /^(node_modules|\.git|\.bistro.*)$/

/** A clone of this one as it is now, with its packages installed, to be changed at will. */
export interface Copy {
  readonly path: string
  /** Runs `npm run <args>` there and returns its output. @throws where it fails */
  run(...args: string[]): string
  /** A command that goes on until it is interrupted. */
  begin(env: Readonly<Record<string, string>>, ...args: string[]): Running
  /** The text of every file by path, without installed packages. */
  files(): ReadonlyMap<string, string>
  edit(path: string, ...changes: readonly (readonly [before: string, after: string])[]): void
  /** Puts files back as they were in `files`; those that were not there are removed. */
  restore(paths: readonly string[], files: ReadonlyMap<string, string>): void
  remove(): void
}

export function copyOfClone(): Copy {
  const path = mkdtempSync(join(tmpdir(), 'bistro-copy-'))
  cpSync(ROOT, path, { recursive: true, filter: (from) => from === ROOT || !LEFT_OUT.test(basename(from)) })
  const node = join(path, 'node_modules', '.bin', 'node')
  const { config } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { config: { installer: string } }
  type(path, 'npx', '--yes', config.installer, 'install', '--frozen-lockfile', '--prefer-offline')
  return {
    path,
    run: (...args) => type(path, node, 'cli/src/main.ts', ...args),
    begin: (env, ...args) => begin(path, env, node, 'cli/src/main.ts', ...args),
    files: () => new Map(filesIn(path).map((file) => [file, readFileSync(join(path, file), 'latin1')])),
    edit: (file, ...changes) => {
      const before = readFileSync(join(path, file), 'utf8')
      writeFileSync(
        join(path, file),
        changes.reduce((text, change) => changed(file, text, ...change), before),
      )
    },
    restore: (paths, files) => {
      for (const file of paths) {
        const text = files.get(file)
        if (text === undefined) removeFile(path, file)
        else writeFileSync(join(path, file), text, 'latin1')
      }
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

const filesIn = (path: string): string[] =>
  globSync('**/*', { cwd: path, withFileTypes: true, exclude: (entry) => LEFT_OUT.test(entry.name) })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort()

/** Removes a file, and the folders that are empty without it. */
function removeFile(root: string, file: string): void {
  rmSync(join(root, file))
  for (
    let folder = dirname(file);
    folder !== '.' && readdirSync(join(root, folder)).length === 0;
    folder = dirname(folder)
  )
    rmdirSync(join(root, folder))
}

function changed(file: string, text: string, before: string, after: string): string {
  if (!text.includes(before)) throw new Error(`${file} does not contain '${before}'`)
  return text.replace(before, () => after)
}

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  ...{ CI: 'true', NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined },
})

function type(cwd: string, program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env: environment(), encoding: 'utf8' })
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with status ${status}:\n${stdout}${stderr}`)
  return stdout + stderr
}

function begin(cwd: string, env: Readonly<Record<string, string>>, program: string, ...args: string[]): Running {
  const child = spawn(program, args, { cwd, env: { ...environment(), ...env } })
  const exited = once(child, 'exit')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data))
  return {
    output: () => output,
    interrupt: async () => {
      child.kill('SIGINT')
      return (await exited)[0] as number | null
    },
  }
}
