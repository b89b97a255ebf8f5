import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Aborted, StackError } from '@bistro/client/errors'
import type { StackContext } from '../context.ts'
import { cacheDir, ROOT } from '../paths.ts'
import { run } from '../process/run.ts'

const MAVEN_DIRECTORY = join(ROOT, 'stack', 'maven')
/** Later versions of the plugin want the registry's parent pom, which was never published. */
const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:2.8'
export const KAFKA_VERSION = '4.3.1'
export const REGISTRY_VERSION = '3.0.9'
const REGISTRY_ARTIFACT = `io.apicurio:apicurio-registry-app:${REGISTRY_VERSION}:tar.gz:all`

/** The folder of Kafka's jars; downloaded through Maven when it is not there yet. */
export function kafkaJars(context: StackContext): Promise<string> {
  return download(context, `kafka-${KAFKA_VERSION}`, 'about 45 MB', async (target, onLine) => {
    const pom = join(MAVEN_DIRECTORY, 'kafka', 'pom.xml')
    const options = ['-DincludeScope=runtime', `-DoutputDirectory=${target}`]
    await maven(context, ['-f', pom, `${DEPENDENCY_PLUGIN}:copy-dependencies`, ...options], onLine)
  })
}

/** The folder of the registry's jars; downloaded through Maven when it is not there yet. */
export function registryJars(context: StackContext): Promise<string> {
  return download(context, `registry-${REGISTRY_VERSION}`, 'about 110 MB', async (target, onLine) => {
    const pom = join(MAVEN_DIRECTORY, 'registry', 'pom.xml')
    const options = [`-Dartifact=${REGISTRY_ARTIFACT}`, `-DoutputDirectory=${target}`]
    await maven(context, ['-f', pom, `${DEPENDENCY_PLUGIN}:copy`, ...options], onLine)
    const archive = join(target, `apicurio-registry-app-${REGISTRY_VERSION}-all.tar.gz`)
    await run('tar', ['-xzf', archive, '-C', target, '--no-same-owner'], { signal: context.signal })
    rmSync(archive)
  })
}

type Fill = (target: string, onLine: (line: string) => void) => Promise<void>

interface Wanted {
  readonly name: string
  readonly folder: string
  readonly size: string
}

/** Maven's own repository is not made for two writers at once: one download follows the other. */
let lastDownload: Promise<unknown> = Promise.resolve()

/** Fills a folder of the cache once; it appears under its name when it is whole. */
async function download(context: StackContext, name: string, size: string, fill: Fill): Promise<string> {
  const folder = join(cacheDir(), name)
  if (existsSync(folder)) return folder
  const mine = lastDownload.then(() =>
    context.progress.during(name, `downloaded into ${folder}`, () => fillOnce(context, { name, folder, size }, fill)),
  )
  lastDownload = mine.catch(() => {})
  await mine
  return folder
}

async function fillOnce(context: StackContext, { name, folder, size }: Wanted, fill: Fill): Promise<void> {
  if (context.signal.aborted) throw new Aborted()
  const part = `${folder}.${process.pid}.part`
  mkdirSync(part, { recursive: true })
  let megabytes = 0
  const tell = (): void => context.progress.step(name, `downloading ${size}, once; ${megabytes.toFixed(0)} MB so far`)
  tell()
  try {
    await fill(part, (line) => {
      megabytes += megabytesIn(line)
      tell()
    })
    publish(part, folder)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

/** Maven tells the size of each file it has downloaded: `Downloaded from ...: ... (1.2 MB at 3 MB/s)`. */
function megabytesIn(line: string): number {
  const [, size, unit] = /Downloaded .*\((\d+(?:\.\d+)?) ([kM]?)B at/.exec(line) ?? []
  const scale = { M: 1, k: 1e-3, '': 1e-6 }[unit ?? ''] ?? 0
  return Number(size ?? 0) * scale
}

function publish(part: string, folder: string): void {
  try {
    renameSync(part, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error // otherwise another start was faster
  }
}

async function maven(context: StackContext, args: readonly string[], onLine: (line: string) => void): Promise<void> {
  try {
    await run('mvn', ['--batch-mode', ...args], { signal: context.signal, onLine, next: 'npm run doctor' })
  } catch (error) {
    if (!(error instanceof StackError)) throw error
    const reasons = error.message.split('\n').filter((line) => line.includes('[ERROR]'))
    throw new StackError(
      `Maven cannot download the jars:\n${reasons[0] ?? error.message}`,
      'npm start   (to try again)',
      { cause: error },
    )
  }
}
