import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A service's committed documents: the current one, and the released one that callers rely on. */
export function committedDocuments(folder: string): { readonly current: Document; readonly released: Document } {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Document
  return { current: read('openapi.json'), released: read('openapi.released.json') }
}

/** The part of an OpenAPI 3.1 document that is compared. */
export interface Document {
  readonly info: { readonly title: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Schema>>
    readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>
  }
}

export interface Operation {
  readonly operationId?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<
    Record<string, { readonly content?: Content; readonly headers?: Readonly<Record<string, object>> }>
  >
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

/** The part of a JSON schema that is compared. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
}

export interface Route {
  /** As it is in the document: `get`. */
  readonly method: string
  /** With its parameters in braces. */
  readonly path: string
  readonly operation: Operation
  /** `GET /orders/{id}`. */
  readonly name: string
}

export const routesOf = ({ paths }: Document): Route[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...{ method, path, operation },
      name: `${method.toUpperCase()} ${path}`,
    })),
  )

const SCHEMAS = '#/components/schemas/'

export const resolved = ({ components }: Document, schema: Schema): Schema =>
  schema.$ref?.startsWith(SCHEMAS) ? (components?.schemas?.[schema.$ref.slice(SCHEMAS.length)] ?? schema) : schema
