import { join } from 'node:path'
import { eventTypes } from '@bistro/events'
import { renderServices, renderTypes } from '@bistro/http-client/render'
import { SERVICES } from '@bistro/services'
import { ROOMS } from '../../architecture/rooms.ts'
import { asyncApiOf } from './contract/asyncapi.ts'
import { renderEventPage } from './contract/event-page.ts'
import { keepFixtures } from './contract/fixtures.ts'
import { readFlows } from './contract/flows.ts'
import { openApiOf } from './contract/openapi.ts'
import { renderOverview } from './contract/overview.ts'
import { needs } from './contract/promises.ts'
import { faultsOf } from './faults.ts'
import { isCheck, keep } from './keep.ts'
import { between } from './markers.ts'
import { readSaga } from './model.ts'
import { renderCanvas } from './render/canvas.ts'
import { renderPicture } from './render/picture.ts'
import { renderRooms } from './render/rooms.ts'
import { renderSequence } from './render/sequence.ts'
import { renderTables } from './render/tables.ts'
import { services } from './services.ts'
import { readTests } from './tests.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

const saga = readSaga(services, readTests(ROOT))
const faults = [...faultsOf(saga), ...keepFixtures(isCheck)]
for (const fault of faults) console.error(fault)

const isRelease = process.argv.includes('--release')
const openApi = new Map(await Promise.all(SERVICES.map(async (name) => [name, json(await openApiOf(name))] as const)))
const clientTypes = new Map(
  await Promise.all([...openApi].map(async ([name, text]) => [name, await renderTypes(JSON.parse(text))] as const)),
)

// First: who needs what of an event is read from these by the pages that follow.
const consumers = SERVICES.map((name) => [`libs/events/consumers/${name}.json`, () => json(needs[name])] as const)
for (const [path, render] of consumers) keepFile(path, render)

const flows = readFlows()
const files = new Map<string, (before: string) => string>([
  ['docs/saga/README.md', () => renderTables(saga)],
  ['docs/saga/sequence.md', () => renderSequence(saga)],
  ['docs/saga/picture.svg', () => renderPicture(saga)],
  ['ARCHITECTURE.md', (text: string) => between('ARCHITECTURE.md', text, 'rooms', renderRooms(ROOMS))],
  ['docs/events/README.md', () => renderOverview(saga, flows)],
  ...eventTypes.map((type) => [`docs/events/${type}.md`, () => renderEventPage(saga, flows, type)] as const),
  ['docs/asyncapi/system.json', () => json(asyncApiOf(flows))],
  ['libs/client/src/generated/services.ts', () => renderServices(SERVICES)],
  ...SERVICES.flatMap((name) => {
    const path = `services/${name}/README.md`
    return [
      [path, (text: string) => between(path, text, 'saga', renderCanvas(services[name], saga.reactions))] as const,
      [`docs/asyncapi/${name}.json`, () => json(asyncApiOf(flows, name))] as const,
      [`libs/client/src/generated/${name}.ts`, () => clientTypes.get(name) ?? ''] as const,
      [`services/${name}/openapi.json`, () => openApi.get(name) ?? ''] as const,
      [
        `services/${name}/openapi.released.json`,
        (text: string) => (text && !isRelease ? text : (openApi.get(name) ?? '')),
      ] as const,
    ]
  }),
])

for (const [path, render] of files) keepFile(path, render)
if (faults.length > 0) process.exitCode = 1

function keepFile(path: string, render: (before: string) => string): void {
  if (!keep(path, 'the services', render)) faults.push(path)
}
