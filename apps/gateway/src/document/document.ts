import { readFile } from 'node:fs/promises'
import { SERVICES, type ServiceName } from '@bistro/services'
import type { Gateway } from '../gateway.ts'
import { merge, type OpenApi } from './merge.ts'

const SERVICES_FOLDER = new URL('.', import.meta.resolve('@bistro/services'))
const PATIENCE_MS = 1_500

/** One document for the gateway and all services: from the documents that the services are released with. */
export async function wholeDocument(own: object): Promise<object> {
  return merge(own as OpenApi, await ofEach(committedOf))
}

/** The same with the services' current examples, as far as they answer. */
export async function pageDocument({ services }: Gateway, own: object): Promise<object> {
  const current = (service: ServiceName) =>
    services.get<OpenApi>(service, '/docs/openapi.json', PATIENCE_MS).catch(() => undefined)
  return merge(own as OpenApi, await ofEach(async (service) => (await current(service)) ?? committedOf(service)))
}

async function ofEach(read: (service: ServiceName) => Promise<OpenApi>): Promise<ReadonlyMap<ServiceName, OpenApi>> {
  return new Map(await Promise.all(SERVICES.map(async (service) => [service, await read(service)] as const)))
}

const committedOf = async (service: ServiceName): Promise<OpenApi> =>
  JSON.parse(await readFile(new URL(`${service}/openapi.json`, SERVICES_FOLDER), 'utf8')) as OpenApi
