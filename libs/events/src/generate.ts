import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readSchemas } from './read-schemas.ts'
import { render } from './render.ts'

const FILE = 'libs/events/src/generated/events.ts'
const target = fileURLToPath(new URL('generated/events.ts', import.meta.url))
const text = render(readSchemas(fileURLToPath(new URL('../schemas', import.meta.url))))

if (!process.argv.includes('--check')) {
  writeFileSync(target, text)
} else if (readFileSync(target, 'utf8') !== text) {
  console.error(`${FILE} is not what the schemas say. Type: node libs/events/src/generate.ts`)
  process.exitCode = 1
}
