import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { bin, ROOT } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { noArguments } from '../terminal/arguments.ts'
import { say, seconds, style } from '../terminal/style.ts'

interface Check {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
}

/** All that has sources. */
const SOURCES = [
  ...['architecture', 'libs', 'services', 'apps', 'externals', 'saga', 'audit', 'client', 'stack', 'cli', 'simulation'],
  ...['infra', 'e2e', 'bench', 'chaos', 'workshop'],
]

const CONSOLE = join(ROOT, 'apps/console')

const CHECKS: readonly Check[] = [
  { name: 'format, lint', program: bin('biome'), args: ['check', '--error-on-warnings'] },
  { name: 'types', program: bin('tsc'), args: ['--project', ROOT] },
  { name: 'types of the console', program: bin('tsc'), args: ['--project', CONSOLE] },
  {
    name: 'console builds',
    program: join(CONSOLE, 'node_modules/.bin/vite'),
    args: ['build', CONSOLE, '--outDir', 'node_modules/.check', '--logLevel', 'warn'],
  },
  {
    name: 'boundaries',
    program: bin('depcruise'),
    args: ['--config', 'architecture/dependency-cruiser.mjs', '--output-type', 'err', ...SOURCES],
  },
  { name: 'dead code', program: bin('knip'), args: ['--cache'] },
  { name: 'generated files', program: process.execPath, args: [join(ROOT, 'libs/events/src/generate.ts'), '--check'] },
  { name: 'schemas fit', program: process.execPath, args: [join(ROOT, 'saga/src/evolution.ts')] },
  { name: 'saga is complete', program: process.execPath, args: [join(ROOT, 'saga/src/generate.ts'), '--check'] },
  {
    name: 'document of the gateway',
    program: process.execPath,
    args: [join(ROOT, 'apps/gateway/src/document/generate.ts'), '--check'],
  },
  { name: 'containers', program: process.execPath, args: [join(ROOT, 'infra/src/compose/generate.ts'), '--check'] },
  { name: 'measurements', program: process.execPath, args: [join(ROOT, 'bench/src/generate.ts'), '--check'] },
]

const NAME_WIDTH = 22

export const command: Command = {
  usage: ['npm run check          checks format, lint, types, boundaries, dead code, generated files, schemas'],
  example: 'npm run check',
  run: async (args) => {
    noArguments(args)
    const results = await Promise.all(CHECKS.map(runCheck))
    return results.every((passed) => passed) ? 0 : 1
  },
}

function runCheck({ name, program, args }: Check): Promise<boolean> {
  const startedMs = performance.now()
  return new Promise((resolve) => {
    const path = `${dirname(process.execPath)}:${process.env.PATH}`
    const child = spawn(program, args, { cwd: ROOT, env: { ...process.env, PATH: path } })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => (output += error.message))
    child.once('close', (status) => {
      const passed = status === 0
      const verdict = passed ? style.green('ok') : style.red('FAILED')
      say(`  ${name.padEnd(NAME_WIDTH)} ${seconds(performance.now() - startedMs)}  ${verdict}`)
      if (!passed) say(output.trimEnd().replace(/^/gm, '    '))
      resolve(passed)
    })
  })
}
