import { schemaBreaks } from './compare-schema.ts'
import { type Document, type Operation, type Parameter, type Route, routesOf } from './document.ts'

/**
 * Breaking changes between two OpenAPI documents: each a sentence with the route, the field and the way
 * out. Additions break nobody.
 */
export function breakingChanges(before: Document, after: Document): string[] {
  const routes = new Map(routesOf(after).map((route) => [route.name, route]))
  return routesOf(before).flatMap((route) => {
    const next = routes.get(route.name)
    const breaks = next ? routeBreaks({ before, after }, route, next) : ['the route is gone']
    return breaks.map((what) => `${before.info.title}: ${route.name}: ${what}. ${WAY_OUT}`)
  })
}

const WAY_OUT =
  'Callers rely on the released document: restore this, and add new parts beside it. When nobody uses it any more, release the new document: npm run generate -- --release'

/** The documents that are compared. */
export interface Pair {
  readonly before: Document
  readonly after: Document
}

const routeBreaks = (pair: Pair, before: Route, after: Route): string[] => [
  ...nameBreaks(before.operation, after.operation),
  ...parameterBreaks(pair, before.operation, after.operation),
  ...bodyBreaks(pair, before.operation, after.operation),
  ...answerBreaks(pair, before.operation, after.operation),
]

/** Generated clients name their functions by it. */
const nameBreaks = ({ operationId: before }: Operation, { operationId: after }: Operation): string[] =>
  before === undefined || before === after ? [] : [`the operationId ${before} is now ${after}`]

function parameterBreaks(pair: Pair, before: Operation, after: Operation): string[] {
  const [old, now] = [before.parameters ?? [], after.parameters ?? []]
  const find = (all: readonly Parameter[], one: Parameter) =>
    all.find((other) => other.name === one.name && other.in === one.in)
  const gone = old.filter((one) => one.in !== 'header' && !find(now, one))
  const demanded = now.filter((one) => one.required && !find(old, one)?.required)
  return [
    ...gone.map((one) => `the ${one.in} parameter ${one.name} is gone`),
    ...demanded.map((one) => `the ${one.in} parameter ${one.name} is now required`),
    ...now.flatMap((one) => {
      const known = find(old, one)
      return known ? schemaBreaks(pair, 'request', `${one.in} parameter ${one.name}`, known.schema, one.schema) : []
    }),
  ]
}

function bodyBreaks(pair: Pair, before: Operation, after: Operation): string[] {
  const demanded = after.requestBody?.required && !before.requestBody?.required ? ['a body is now required'] : []
  const bodies = Object.entries(before.requestBody?.content ?? {}).flatMap(([mediaType, { schema }]) => {
    const next = after.requestBody?.content[mediaType]
    return next ? schemaBreaks(pair, 'request', 'request', schema, next.schema) : [`it no longer takes ${mediaType}`]
  })
  return [...demanded, ...bodies]
}

const answerBreaks = (pair: Pair, before: Operation, after: Operation): string[] =>
  Object.entries(before.responses).flatMap(([status, { content = {} }]) => {
    const answer = after.responses[status]
    if (!answer) return [`the status ${status} is dropped`]
    return Object.entries(content).flatMap(([mediaType, { schema }]) => {
      const next = answer.content?.[mediaType]
      return next ? schemaBreaks(pair, 'answer', status, schema, next.schema) : [`${status} is no longer ${mediaType}`]
    })
  })
