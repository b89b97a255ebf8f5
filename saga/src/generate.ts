import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { owners } from '@bistro/events'
import { faultsOf } from './faults.ts'
import { between } from './markers.ts'
import { readSaga } from './model.ts'
import { renderCanvas } from './render/canvas.ts'
import { renderPicture } from './render/picture.ts'
import { renderTables } from './render/tables.ts'
import { services } from './services.ts'
import { readTests } from './tests.ts'

const ROOT = join(import.meta.dirname, '..', '..')

const saga = readSaga(services, readTests(ROOT))
const faults = faultsOf(saga)
for (const fault of faults) console.error(fault)

const files = new Map([
  ['docs/saga/README.md', () => renderTables(saga)],
  ['README.md', (text: string) => between('README.md', text, 'saga', renderPicture(saga))],
  ...owners.map((owner) => {
    const path = `services/${owner}/README.md`
    return [path, (text: string) => between(path, text, 'saga', renderCanvas(services[owner], saga.reactions))] as const
  }),
])

const isCheck = process.argv.includes('--check')
for (const [path, render] of files) {
  const file = join(ROOT, path)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const after = render(before)
  if (before === after) continue
  if (isCheck) faults.push(path)
  if (isCheck) console.error(`${path} is not what the services say. Type: npm run generate`)
  else {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, after)
  }
}
if (faults.length > 0) process.exitCode = 1
