import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { StackContext } from '../context.ts'
import { StackError } from '../errors.ts'
import { cacheDir, ROOT } from '../paths.ts'
import { run } from '../process/run.ts'

const MAVEN_DIRECTORY = join(ROOT, 'stack', 'maven')
/** Later versions of the plugin want the registry's parent pom, which was never published. */
const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:2.8'
const KAFKA_VERSION = '4.3.1'
const REGISTRY_VERSION = '3.0.9'
const REGISTRY_ARTIFACT = `io.apicurio:apicurio-registry-app:${REGISTRY_VERSION}:tar.gz:all`
const SIZE_POLL_MS = 1000

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

/** Fills a folder of the cache once; it appears under its name when it is whole. */
async function download(context: StackContext, name: string, size: string, fill: Fill): Promise<string> {
  const folder = join(cacheDir(), name)
  if (existsSync(folder)) return folder
  await context.progress.during(name, `downloaded into ${folder}`, () =>
    fillOnce(context, { name, folder, size }, fill),
  )
  return folder
}

async function fillOnce(
  context: StackContext,
  wanted: { name: string; folder: string; size: string },
  fill: Fill,
): Promise<void> {
  const part = `${wanted.folder}.${process.pid}.part`
  mkdirSync(part, { recursive: true })
  let files = 0
  const tell = (): void =>
    context.progress.step(
      wanted.name,
      `downloading ${wanted.size}, once: ${files} files, ${megabytes(part, wanted.name)} MB`,
    )
  const timer = setInterval(tell, SIZE_POLL_MS)
  try {
    await fill(part, (line) => {
      if (line.includes('Downloaded')) files++
    })
    publish(part, wanted.folder)
  } finally {
    clearInterval(timer)
    rmSync(part, { recursive: true, force: true })
  }
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
      `Maven could not download what is needed:\n${reasons[0] ?? error.message}`,
      'BISTRO_STACK=memory npm start   (without Kafka)',
      { cause: error },
    )
  }
}

/** What has arrived so far: Maven writes into its own repository first. */
function megabytes(part: string, name: string): string {
  const registry = join(homedir(), '.m2', 'repository', 'io', 'apicurio', 'apicurio-registry-app', REGISTRY_VERSION)
  const folders = name.startsWith('registry') ? [registry] : [part]
  const bytes = folders.filter((folder) => existsSync(folder)).reduce((sum, folder) => sum + sizeOfFiles(folder), 0)
  return (bytes / 1e6).toFixed(0)
}

function sizeOfFiles(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  return entries.reduce(
    (sum, { name }) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}
