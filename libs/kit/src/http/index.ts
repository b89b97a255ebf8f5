export { type ApiOptions, createApi } from './api.ts'
export { httpClient } from './client.ts'
export type { Access } from './conventions.ts'
export type { Example, MakeExample } from './examples.ts'
export type { Metrics, State } from './health.ts'
export { ownNames } from './names.ts'
export { type PageRequest, readPage } from './page.ts'
export { createPlainApi, type PlainApiOptions } from './plain-api.ts'
export { type FieldError, invalidRequest, Problem, tryLater } from './problem.ts'
export { type Reading, readRow, readRows, readStates, readStream, type Stream } from './read.ts'
export {
  Closed,
  Country,
  Currency,
  DateOnly,
  Id,
  IdParams,
  Instant,
  Money,
  NoBody,
  PageOf,
  PageQuery,
  Price,
  problemResponses,
  Text,
} from './schemas.ts'
export { sendStream } from './tokens.ts'
export type { Answer, Api, Exchange, Perform, Performed, Role, RouteContext, Routes, Write } from './types.ts'
