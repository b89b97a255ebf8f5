export { type ClientOptions, clientOf, type ServiceClient } from './client.ts'
export { headersOf, type Sent, tokenIn } from './headers.ts'
export { dataOf, type ProblemBody, ProblemError, slugOf } from './problem.ts'
