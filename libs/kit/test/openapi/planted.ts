import type { Document } from '../../src/testing/openapi/index.ts'

/** A description of which each test breaks something. */
export const before = {
  info: { title: 'pantry' },
  paths: {
    '/jars': {
      get: {
        operationId: 'listJars',
        parameters: [{ name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 100 } }],
        responses: { '200': json({ type: 'array', items: jar() }), '400': json({ type: 'object' }) },
      },
      post: {
        requestBody: { required: true, ...json(jar()) },
        responses: { '201': json({ type: 'object', required: ['jarId'], properties: { jarId: { type: 'string' } } }) },
      },
    },
    '/jars/{id}': { get: { responses: { '200': json(jar()) } } },
  },
}

function json(schema: object) {
  return { content: { 'application/json': { schema } } }
}

function jar() {
  return {
    type: 'object',
    required: ['label', 'lid'],
    properties: {
      label: { type: 'string', maxLength: 20 } as object,
      lid: { anyOf: ['screw', 'swing'].map((symbol) => ({ type: 'string', enum: [symbol] })) },
      weeks: { type: 'integer' },
    },
  }
}

type Planted = typeof before

/** The description after somebody has changed it. */
export function after(change: (document: Planted) => void): Document {
  const document = structuredClone(before)
  change(document)
  return document as unknown as Document
}
