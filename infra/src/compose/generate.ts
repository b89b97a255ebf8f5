import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { between } from './between.ts'
import { limitsIn } from './limits.ts'
import { containers, demonstrationPasswords, eachWith, lists, moreReplicas, networks, volumes } from './parts.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const isCheck = process.argv.includes('--check')

type Parts = Readonly<Record<string, string>>

/** Generated parts of files: by file, then by the name between the markers. */
const FILES: Readonly<Record<string, Parts>> = {
  'infra/docker-compose.yml': {
    lists: lists(),
    containers: containers(),
    networks: networks(),
    volumes: volumes(),
  },
  'infra/three-replicas.yml': { replicas: moreReplicas() },
  'infra/three-brokers.yml': { services: eachWith('client') },
  'infra/tls.yml': { services: eachWith('tls-client') },
  'infra/.env': { passwords: demonstrationPasswords() },
}
/** Where the containers' limits of memory are added up in words. */
const TELLING = ['README.md', 'infra/README.md', 'docs/operations/README.md']

for (const [path, parts] of Object.entries(FILES))
  change(path, (text) => Object.entries(parts).reduce((sofar, [name, part]) => between(path, sofar, name, part), text))
const limits = limitsIn(readFileSync(join(ROOT, 'infra/docker-compose.yml'), 'utf8'))
for (const path of TELLING) change(path, (text) => text.replace(/add up to \d+ MiB/, `add up to ${limits} MiB`))

function change(path: string, render: (before: string) => string): void {
  const file = join(ROOT, path)
  const before = readFileSync(file, 'utf8')
  const after = render(before)
  if (before === after) return
  if (!isCheck) return writeFileSync(file, after)
  console.error(`${path} does not match the list of services. Type: npm run generate`)
  process.exitCode = 1
}
