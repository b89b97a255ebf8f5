import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Manifest } from '@bistro/client'
import { cacheDir } from '@bistro/stack'

const POM = join(import.meta.dirname, '..', '..', 'maven', 'kafka-tools', 'pom.xml')
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies'
const FOLDER = join(cacheDir(), 'kafka-tools-4.3.1')
const HEAP = '-Xmx256m'
const TIMEOUT_MS = 60_000

/** The jars of Kafka's performance tools (about 45 MB), downloaded through Maven when they are not there yet. */
export async function fetchKafkaTools(): Promise<void> {
  if (existsSync(FOLDER)) return
  const part = `${FOLDER}.${process.pid}.part`
  mkdirSync(part, { recursive: true })
  try {
    const args = ['-q', '--batch-mode', '-f', POM, PLUGIN, '-DincludeScope=runtime', `-DoutputDirectory=${part}`]
    await promisify(execFile)('mvn', args)
    renameSync(part, FOLDER)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

export interface Traffic {
  readonly topic: string
  readonly records: number
  readonly recordBytes: number
  /** How many consumer groups read all of it. */
  readonly readers: number
}

/** Writes and reads the records with Kafka's own tools, `acks=all`; resolves when all of it has been read. */
export async function carry(manifest: Manifest, folder: string, traffic: Traffic): Promise<void> {
  const { topic, records, recordBytes, readers } = traffic
  const config = join(folder, 'kafka-tools.properties')
  writeFileSync(config, loginOf(manifest), { mode: 0o600 })
  const common = ['--topic', topic, '--num-records', String(records), '--command-config', config]
  const server = ['--bootstrap-server', manifest.kafka.bootstrap]
  const written = ['--record-size', String(recordBytes), '--throughput', '-1', '--command-property', 'acks=all']
  const reading = Array.from({ length: readers }, (_, index) =>
    run('ConsumerPerformance', [...common, ...server, '--group', `${topic}-${index}`, '--timeout', String(TIMEOUT_MS)]),
  )
  await Promise.all([run('ProducerPerformance', [...common, ...server, ...written]), ...reading])
}

const loginOf = ({ kafka: { securityProtocol, mechanism, admin } }: Manifest): string => `
security.protocol=${securityProtocol}
sasl.mechanism=${mechanism}
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${admin.user}" password="${admin.password}";
linger.ms=5
batch.size=65536
`

/** A child of this process, so that what it uses counts as ours. */
function run(tool: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = [HEAP, '-cp', `${FOLDER}/*`, `org.apache.kafka.tools.${tool}`, ...args]
    const child = spawn('java', options, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text))
    child.once('error', reject)
    child.once('close', (status) =>
      status === 0 ? resolve() : reject(new Error(`${tool} ended with status ${status}:\n${output.slice(-1_000)}`)),
    )
  })
}
