import type { ServiceName } from '@bistro/services'

interface Operation {
  readonly tags?: readonly string[]
  readonly operationId?: string
}

/** The part of an OpenAPI document that is merged. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> }
}

const SCHEMAS = '#/components/schemas/'

/** The gateway's own document, with those of the services below the paths where the gateway forwards to them. */
export function merge(own: OpenApi, services: ReadonlyMap<ServiceName, OpenApi>): OpenApi {
  const schemas = { ...own.components?.schemas }
  const paths = { ...own.paths }
  for (const [service, document] of services) {
    const renamed = withFreeNames(service, document, schemas)
    Object.assign(schemas, renamed.components?.schemas)
    for (const [path, operations] of Object.entries(renamed.paths))
      paths[`/api/${service}${path}`] = Object.fromEntries(
        Object.entries(operations).map(([method, operation]) => [method, ofService(service, operation)]),
      )
  }
  return { ...own, paths, components: { ...own.components, schemas } }
}

/** Names of operations are unique in a document, and tags are groups on the reference page. */
const ofService = (service: ServiceName, operation: Operation): Operation => ({
  ...operation,
  tags: (operation.tags ?? []).map((tag) => `${service}: ${tag}`),
  ...(operation.operationId && { operationId: `${service}_${operation.operationId}` }),
})

/** A schema of a name that another schema has already gets the service's name before its own. */
function withFreeNames(service: ServiceName, document: OpenApi, taken: Readonly<Record<string, object>>): OpenApi {
  const clashing = Object.entries(document.components?.schemas ?? {})
    .filter(([name, schema]) => taken[name] && JSON.stringify(taken[name]) !== JSON.stringify(schema))
    .map(([name]) => name)
  const text = clashing.reduce(
    (sofar, name) => sofar.replaceAll(`"${SCHEMAS}${name}"`, `"${SCHEMAS}${service}.${name}"`),
    JSON.stringify(document),
  )
  const { components, ...rest } = JSON.parse(text) as OpenApi
  const schemas = Object.entries(components?.schemas ?? {}).map(([name, schema]) => [
    clashing.includes(name) ? `${service}.${name}` : name,
    schema,
  ])
  return { ...rest, components: { ...components, schemas: Object.fromEntries(schemas) } }
}
