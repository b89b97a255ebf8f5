import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readSchemas } from './read-schemas.ts'
import { render } from './render.ts'

const target = fileURLToPath(new URL('generated/events.ts', import.meta.url))
const text = render(readSchemas(fileURLToPath(new URL('../schemas', import.meta.url))))

if (!process.argv.includes('--check')) {
  writeFileSync(target, text)
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
  console.error('libs/events/src/generated/events.ts is not what libs/events/schemas say. Type: npm run generate')
  process.exitCode = 1
}
