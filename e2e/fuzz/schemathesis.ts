import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cacheDir, shortHash } from '@bistro/stack'

const run = promisify(execFile)

/** Requests of each kind per operation; more find little more, and take as much longer. */
const MAX_EXAMPLES = 10
/** The same requests in each run, so that it fails where something has changed and nowhere else. */
const SEED = 1
/** What is not done by then hangs. */
const FUZZ_TIMEOUT_MS = 150_000
const INSTALL_TIMEOUT_MS = 240_000
const MAX_OUTPUT_BYTES = 50_000_000
const CHECKS = [
  'no_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
]

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt')
const IS_NEW_ENOUGH = 'import sys, venv; sys.exit(sys.version_info < (3, 10))'
const MAIN = 'from schemathesis.cli import schemathesis; schemathesis()'

/** Why there is no fuzzing on this machine; undefined where there can be. */
export const whyNot = (): Promise<string | undefined> =>
  run('python3', ['-c', IS_NEW_ENOUGH]).then(
    () => undefined,
    () => 'there is no Python 3.10 or newer with its module venv',
  )

/** Python with Schemathesis, in an environment of its own that all clones share; installed with pip when it is not there yet. */
export async function installed(): Promise<string> {
  const folder = join(cacheDir(), `schemathesis-${shortHash(readFileSync(REQUIREMENTS, 'utf8'))}`)
  if (!existsSync(folder)) await install(folder)
  return join(folder, 'bin', 'python')
}

/** It appears under its name when it is whole. */
async function install(folder: string): Promise<void> {
  mkdirSync(cacheDir(), { recursive: true })
  const part = mkdtempSync(`${folder}.part-`)
  try {
    await run('python3', ['-m', 'venv', part])
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--requirement',
      REQUIREMENTS,
    ]
    await run(join(part, 'bin', 'python'), pip, { timeout: INSTALL_TIMEOUT_MS })
    if (!existsSync(folder)) renameSync(part, folder)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

/** @returns what it found against the document of the service at `url`; empty where all is well */
export async function fuzz(
  python: string,
  url: string,
  secrets: { readonly webhook: string; readonly operator: string },
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bistro-fuzz-'))
  const options = [
    '--header',
    `Authorization: Bearer ${secrets.operator}`,
    '--checks',
    CHECKS.join(),
    '--phases',
    'coverage,fuzzing',
    '--max-examples',
    `${MAX_EXAMPLES}`,
    '--seed',
    `${SEED}`,
  ]
  const env = {
    ...process.env,
    SCHEMATHESIS_HOOKS: join(import.meta.dirname, 'hooks.py'),
    CARRIER_WEBHOOK_SECRET: secrets.webhook,
  }
  try {
    const args = [
      '-c',
      MAIN,
      'run',
      `${url}/openapi.json`,
      ...options,
      '--continue-on-failure',
      '--no-color',
      '--no-shrink',
    ]
    await run(python, args, { cwd: folder, env, timeout: FUZZ_TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES })
    return ''
  } catch (error) {
    const { message, stdout = '' } = error as Error & { readonly stdout?: string }
    return stdout.includes('FAILURES') ? stdout.slice(stdout.indexOf('FAILURES')) : `${message}\n${stdout}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
