import buildCompilers from '@fastify/ajv-compiler'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { FORMATS } from './formats.ts'

/** Finding all errors in larger input would take too long: only the first is reported. */
export const LARGE_BYTES = 4_096
const large = new WeakSet<object>()

/** Remembers whether a part of a request, its body or query, is large. */
export function noteSize(part: unknown, bytes: number): void {
  if (bytes > LARGE_BYTES && isObject(part)) large.add(part)
}

export const isLarge = (part: unknown): boolean => isObject(part) && large.has(part)

/** Nothing is coerced, nothing dropped, defaults are filled in. */
export function validators(): FastifySchemaCompiler<TSchema> {
  const [allFaults, firstFault] = [compilerOf(true), compilerOf(false)]
  return (route) => {
    const all = allFaults(route)
    // Compiled ahead for bodies, as compiling at the first large request would block all others.
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
  // Fastify passes a whole route, but its types say a schema.
  return compile as unknown as FastifySchemaCompiler<TSchema>
}

interface WithFormats {
  addFormat(name: string, format: { type: 'string'; validate(text: string): boolean }): unknown
}

function addFormats(ajv: WithFormats): void {
  for (const [name, { validate }] of Object.entries(FORMATS)) ajv.addFormat(name, { type: 'string', validate })
}

const isObject = (part: unknown): part is object => part !== null && typeof part === 'object'
