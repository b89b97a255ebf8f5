import { createCodec, fileSchemaIds } from '@bistro/events'
import { wire } from '@bistro/events/contract'
import { createBench } from '@bistro/kit/testing'
import type { ServiceName } from '@bistro/services'
import { applications } from '../services.ts'

/** What a service says of its own routes, as OpenAPI 3.1. */
export async function openApiOf(service: ServiceName): Promise<object> {
  const bench = await createBench({ ...applications[service], codec: createCodec(fileSchemaIds()), wire })
  const document = (await bench.api.inject('/openapi.json')).json<object>()
  await bench.stop()
  return document
}
