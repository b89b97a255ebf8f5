// The door to every command: runs on the system's Node (20 or later) with nothing installed, installs what is missing,
// and hands over to src/cli.ts on the Node of the lockfile.

import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const NODE = join(ROOT, 'node_modules', '.bin', 'node')
const STAMP = join(ROOT, 'node_modules', '.bistro-installed')
const LOCK = join(ROOT, '.bistro-install.lock')
const MINIMUM_NODE = 20
const LOCK_POLL_MS = 300

/**
 * Such as pnpm@12.21.0: the very version that wrote the lockfile. The field `packageManager` would make pnpm look for
 * itself in the lockfile, which not every registry lets it record.
 */
const PNPM = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).config.installer

const fail = (message, next) => {
  console.error(`\n${message}\n\n  Type: ${next}\n`)
  process.exit(1)
}

const lockfileHash = () =>
  createHash('sha256')
    .update(readFileSync(join(ROOT, 'pnpm-lock.yaml')))
    .digest('hex')

const isInstalled = () => existsSync(NODE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockfileHash()

/** Holds the install lock while `work` runs; a lock whose owner is no more is taken over. */
async function withLock(work) {
  for (let told = false; !takeLock(); told = true) {
    const owner = lockOwner()
    if (owner !== undefined && !isAlive(owner)) rmSync(LOCK, { recursive: true, force: true })
    else if (!told) console.log(`Another process installs the dependencies (pid ${owner ?? '?'}). Waiting for it ...`)
    await delay(LOCK_POLL_MS)
  }
  try {
    return work()
  } finally {
    rmSync(LOCK, { recursive: true, force: true })
  }
}

function takeLock() {
  try {
    mkdirSync(LOCK)
    writeFileSync(join(LOCK, 'pid'), String(process.pid))
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function lockOwner() {
  try {
    return Number(readFileSync(join(LOCK, 'pid'), 'utf8')) || undefined
  } catch {
    return undefined // made a moment ago
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function install() {
  if (isInstalled()) return
  console.log('Installing the dependencies with pnpm (once) ...\n')
  const { status, signal, error } = spawnSync('npx', ['--yes', PNPM, 'install', '--frozen-lockfile'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, CI: process.env.CI ?? 'true' }, // never ask a question
  })
  if (signal) process.exit(130)
  if (error) fail(`npx cannot be run (${error.message}). It comes with npm.`, 'npm --version')
  if (status !== 0)
    fail(
      'The installation failed: see the output of pnpm above. It needs the network once.',
      'npm start   (to try again)',
    )
  writeFileSync(STAMP, lockfileHash())
  console.log('')
}

/** Runs the command line itself. Signals are passed on; it takes repetitions within a moment for one. */
function handOver(args) {
  const child = spawn(NODE, [join(ROOT, 'cli', 'src', 'cli.ts'), ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('error', (error) => fail(`${NODE} cannot be run: ${error.message}`, 'rm -r node_modules && npm start'))
  child.once('exit', (status, signal) => process.exit(signal ? 1 : status))
}

if (Number(process.versions.node.split('.')[0]) < MINIMUM_NODE) {
  fail(
    `Node ${process.versions.node} is too old. Node ${MINIMUM_NODE} or later is needed.`,
    'nvm install 24   (or see https://nodejs.org)',
  )
}
if (!isInstalled()) await withLock(install)
handOver(process.argv.slice(2))
