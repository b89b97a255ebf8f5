import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '@bistro/stack/paths'
import { expect } from 'vitest'

export interface Typed {
  readonly status: number | null
  readonly output: string
}

/** Everything that package.json lets somebody type, as the launcher gets it. */
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
export const COMMANDS = Object.entries(scripts).map(([name, script]) => [name, script.split(' ').slice(2)] as const)

/** Commands that run a program, which explains itself. */
export const isProgram = ([name]: readonly [string, ...unknown[]]): boolean => ['sim', 'bench', 'chaos'].includes(name)

type Type = (...args: string[]) => Typed | Promise<Typed>

/** A command explains itself when it is asked to, and refuses what it does not know. */
export async function expectToExplain(name: string, typed: readonly string[], type: Type): Promise<void> {
  expect(scripts[name]).toMatch(/^node cli\/bin\/bistro\.mjs /)
  const help = await type(...typed, '--help')
  expect(help.output).toMatch(/^Usage:\n {2}npm /)
  expect(help.output).toContain(name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`)
  expect(help.output).toMatch(/^Options:\n {2}\S/m)
  expect(help.output).toMatch(/^Example:\n {2}\S/m)
  expect(help.status).toBe(0)
  const unknown = await type(...typed, '--no-such-thing')
  expect(unknown.output).toMatch(/^Unknown argument '--no-such-thing'\.\n\nUsage:\n/)
  expect(unknown.status).toBe(2)
}
