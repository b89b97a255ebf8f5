import { randomUUID } from 'node:crypto'
import type { RouteOptions } from 'fastify'
import { SYSTEM } from '../runtime/system.ts'
import { within } from '../runtime/within.ts'
import type { Reading } from './read.ts'

/** Values with which the reference page prefills a request: the running service accepts them. */
export interface Example {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
}

/** Makes an example from the service's current data; undefined if there is none yet. */
export type MakeExample = (runtime: Reading) => Promise<Example | undefined>

/** An operation of the description: `post /jars/{id}/opening`. */
type Key = string

/** How long the page waits for examples; without a database it has none. */
const PATIENCE_MS = 1_000

/** Examples by operation. */
export class Examples {
  readonly #makers = new Map<Key, MakeExample>()

  add({ method, url, config }: RouteOptions): void {
    if (config?.example && method !== 'HEAD')
      this.#makers.set(keyOf(String(method), url.replaceAll(/:(\w+)/g, '{$1}')), config.example)
  }

  async make(runtime: Reading): Promise<ReadonlyMap<Key, Example>> {
    const made = [...this.#makers].map(async ([key, make]) => [key, await orNone(make, runtime)] as const)
    return new Map((await Promise.all(made)).flatMap(([key, example]) => (example ? [[key, example]] : [])))
  }
}

async function orNone(make: MakeExample, runtime: Reading): Promise<Example | undefined> {
  try {
    return await within(SYSTEM.clock, PATIENCE_MS, make(runtime), () => undefined)
  } catch {
    return undefined
  }
}

const keyOf = (method: string, path: string): Key => `${method.toLowerCase()} ${path}`

interface Parameter {
  readonly in: 'path' | 'query' | 'header'
  readonly name: string
  example?: unknown
}

interface Operation {
  readonly parameters?: readonly Parameter[]
  requestBody?: { readonly content: Readonly<Record<string, { schema?: { anyOf?: unknown }; example?: object }>> }
}

export interface Filled {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** Adds examples to the document, in place, so that every request works unchanged. */
export function fillIn({ paths }: Filled, examples: ReadonlyMap<Key, Example>): void {
  for (const [path, operations] of Object.entries(paths))
    for (const [method, operation] of Object.entries(operations))
      fillOperation(operation, examples.get(keyOf(method, path)) ?? {})
}

function fillOperation(operation: Operation, { params = {}, query = {}, body }: Example): void {
  const values = { path: params, query, header: { 'Idempotency-Key': randomUUID() } }
  for (const parameter of operation.parameters ?? []) {
    delete parameter.example
    const value = (values[parameter.in] as Readonly<Record<string, string>>)[parameter.name]
    if (value !== undefined) parameter.example = value
  }
  const content = operation.requestBody?.content['application/json']
  // A route that takes no body.
  if (content?.schema?.anyOf) delete operation.requestBody
  else if (content && body) content.example = body
}
