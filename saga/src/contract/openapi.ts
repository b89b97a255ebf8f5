import { createCodec, fileSchemaIds } from '@bistro/events'
import { wire } from '@bistro/events/contract'
import { createHarness } from '@bistro/kit/testing'
import type { ServiceName } from '@bistro/services'
import { applications } from '../services.ts'

/** What a service says of its own routes, as OpenAPI 3.1. */
export async function openApiOf(service: ServiceName): Promise<object> {
  const harness = await createHarness({ ...applications[service], codec: createCodec(fileSchemaIds()), wire })
  const document = (await harness.api.inject('/openapi.json')).json<object>()
  await harness.stop()
  return document
}
