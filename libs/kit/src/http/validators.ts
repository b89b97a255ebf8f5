import buildCompilers from '@fastify/ajv-compiler'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { FORMATS } from './formats.ts'

/** To find all that is wrong with more bytes than these would take too long: of those the first fault is told. */
export const LARGE_BYTES = 4_096
const large = new WeakSet<object>()

/** Remembers of a part of a request, its body or its query, how many bytes it was read from. */
export function noteSize(part: unknown, bytes: number): void {
  if (bytes > LARGE_BYTES && isObject(part)) large.add(part)
}

export const isLarge = (part: unknown): boolean => isObject(part) && large.has(part)

/** Nothing is coerced, nothing dropped, defaults are filled in. */
export function validators(): FastifySchemaCompiler<TSchema> {
  const [allFaults, firstFault] = [compilerOf(true), compilerOf(false)]
  return (route) => {
    const all = allFaults(route)
    // Compiled ahead for bodies, as whoever sends the first large one would hold up all others.
    let first = route.httpPart === 'body' ? firstFault(route) : undefined
    return (part: unknown) => {
      if (isLarge(part)) first ??= firstFault(route)
      const validate = isLarge(part) && first ? first : all
      return validate(part) ? true : { error: validate.errors ?? [] }
    }
  }
}

function compilerOf(allErrors: boolean): FastifySchemaCompiler<TSchema> {
  const customOptions = { allErrors, removeAdditional: false, coerceTypes: false } as const
  const compile = buildCompilers()({}, { customOptions, onCreate: addFormats })
  // What Fastify calls with a whole route, its types call with a schema.
  return compile as unknown as FastifySchemaCompiler<TSchema>
}

interface WithFormats {
  addFormat(name: string, format: { type: 'string'; validate(text: string): boolean }): unknown
}

function addFormats(ajv: WithFormats): void {
  for (const [name, { validate }] of Object.entries(FORMATS)) ajv.addFormat(name, { type: 'string', validate })
}

const isObject = (part: unknown): part is object => part !== null && typeof part === 'object'
