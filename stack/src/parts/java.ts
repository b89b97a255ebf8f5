import { execFile } from 'node:child_process'
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import { cacheDir, shortHash } from '../paths.ts'
import { childEnvironment } from '../process/environment.ts'

const MINIMUM_JAVA = 17
const VERSION_TIMEOUT_MS = 20_000

/** Start fast and stay small: nothing here runs for days. */
export const COMMON_FLAGS = ['-Xms32m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xss512k', '-XX:-UsePerfData']

/** The version line of a program, such as `openjdk version "17.0.15"`; undefined if it cannot be run. */
export async function versionOf(program: string, flag: string): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, [flag], {
      env: childEnvironment(),
      timeout: VERSION_TIMEOUT_MS,
    })
    return stripVTControlCharacters(`${stdout}${stderr}`)
      .split('\n')
      .find((line) => /version|Maven/i.test(line))
  } catch {
    return undefined
  }
}

/** Whether a version line of Java names a version that Kafka runs on. */
export const isJavaEnough = (line: string | undefined): boolean =>
  Number(/version "(\d+)/.exec(line ?? '')?.[1] ?? 0) >= MINIMUM_JAVA

/** Flags for a Java program; with the archive of its classes, where there is one, it starts in half the time. */
export function javaFlags(name: string, javaVersion: string, heapMegabytes: number): string[] {
  const archive = archiveOf(name, javaVersion)
  const common = [...COMMON_FLAGS, `-Xmx${heapMegabytes}m`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off']
  return existsSync(archive) ? [...common, `-XX:SharedArchiveFile=${archive}`] : common
}

export interface ArchiveMaker {
  readonly flags: readonly string[]
  /** To be called when the program has ended in order. */
  readonly afterStop: () => void
}

/** Makes a program leave an archive of its loaded classes in the cache when it ends, unless there is one. */
export function archiveMaker(name: string, javaVersion: string): ArchiveMaker {
  const archive = archiveOf(name, javaVersion)
  if (existsSync(archive)) return { flags: [], afterStop: () => {} }
  const part = `${archive}.${process.pid}.part`
  const keep = (): void => {
    if (existsSync(part)) renameSync(part, archive)
  }
  return { flags: [`-XX:ArchiveClassesAtExit=${part}`], afterStop: keep }
}

const archiveOf = (name: string, javaVersion: string): string =>
  join(cacheDir(), `${name}-${shortHash(javaVersion)}.jsa`)
