import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Manifest } from '@bistro/client'
import { askNumber } from './database.ts'

const KAFKA_POM = join(import.meta.dirname, '..', '..', '..', 'stack', 'maven', 'kafka', 'pom.xml')
/** PostgreSQL tells 18.4 as 180004. */
const MAJOR = 10_000

/** Of the servers that the product stands on. */
export async function serverVersions(manifest: Manifest): Promise<Record<string, string>> {
  const postgres = await askNumber(manifest, 'order', "select current_setting('server_version_num')::int as number")
  return {
    PostgreSQL: `${Math.floor(postgres / MAJOR)}.${postgres % MAJOR}`,
    Kafka:
      /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>([^<]+)/.exec(readFileSync(KAFKA_POM, 'utf8'))?.[1] ?? '?',
    Java: await javaVersion(),
  }
}

async function javaVersion(): Promise<string> {
  const { stderr } = await promisify(execFile)('java', ['-version'])
  return /version "([^"]+)"/.exec(stderr)?.[1] ?? '?'
}
