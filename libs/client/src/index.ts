export { type Call, gatewayCall } from './call.ts'
export { type ClientOf, type ClientOptions, clientOf } from './client.ts'
export { headersOf, type Sent, tokenIn } from './headers.ts'
export { dataOf, type ProblemBody, ProblemError, slugOf } from './problem.ts'
