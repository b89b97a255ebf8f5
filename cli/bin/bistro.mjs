// The door to every command: runs on the system's Node (20 or later) with nothing installed, installs what is missing,
// and hands over to src/main.ts on the Node of the lockfile.

import { spawn } from 'node:child_process'
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
const STILL_MS = 10_000

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
    return await work()
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

async function install() {
  if (isInstalled()) return
  console.log('Installing the dependencies with pnpm, once (the network is needed) ...')
  const startedMs = Date.now()
  const { status, signal, error } = await runInstaller()
  if (signal) process.exit(130)
  if (error) fail(`npx cannot be run (${error.message}). It comes with npm.`, 'npm --version')
  if (status !== 0)
    fail(
      'The installation failed: see the output of pnpm above. It needs the network once.',
      'npm start   (to try again)',
    )
  writeFileSync(STAMP, lockfileHash())
  console.log(`Installed after ${secondsSince(startedMs)} s.\n`)
}

const secondsSince = (startedMs) => ((Date.now() - startedMs) / 1000).toFixed(0)

/** Lets pnpm print warnings and errors, and says now and then that the installation goes on. */
function runInstaller() {
  const startedMs = Date.now()
  const child = spawn('npx', ['--yes', PNPM, 'install', '--frozen-lockfile', '--loglevel=warn'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, CI: process.env.CI ?? 'true' }, // never ask a question
  })
  passSignalsTo(child)
  const timer = setInterval(() => console.log(`  still installing after ${secondsSince(startedMs)} s`), STILL_MS)
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }))
    child.once('exit', (status, signal) => resolve({ status, signal }))
  }).finally(() => clearInterval(timer))
}

function passSignalsTo(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
}

/** Runs the command line itself. Signals are passed on; it takes repetitions within a moment for one. */
function handOver(args) {
  const child = spawn(NODE, [join(ROOT, 'cli', 'src', 'main.ts'), ...args], { stdio: 'inherit' })
  passSignalsTo(child)
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
