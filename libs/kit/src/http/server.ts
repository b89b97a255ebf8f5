import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { type Bounds, Connections } from './connections.ts'
import { invalidRequest, PROBLEM_MEDIA_TYPE, Problem } from './problem.ts'
import { PROTECTION } from './protection.ts'

/** Time for a request to arrive completely. */
const REQUEST_TIMEOUT_MS = 10_000
/** Interval of the check for slower requests. */
const LOOK_EVERY_MS = 1_000
const KEEP_ALIVE_MS = 72_000
const TIMES = {
  requestTimeout: REQUEST_TIMEOUT_MS,
  // If it were longer, Node would not time out a body that never arrives.
  headersTimeout: REQUEST_TIMEOUT_MS,
  connectionsCheckingInterval: LOOK_EVERY_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
}
/** Time for the peer to read the response to a malformed request. */
const LAST_WORDS_MS = 1_000

interface ClientError extends Error {
  readonly code?: string
  readonly rawPacket?: Buffer
  readonly bytesParsed?: number
}

/** An HTTP server that sends problem+json for malformed requests too, and bounds its connections. */
export function newServer(listener: RequestListener, bounds?: Bounds): Server {
  const connections = new Connections(listener, bounds)
  // `strangerIn` refuses a missing Host, with a problem.
  const server = createServer({ ...TIMES, requireHostHeader: false }, connections.take)
  server.on('checkExpectation', (_request, response) => {
    const { status, headers, body } = rawAnswer(
      new Problem(417, 'expectation-failed', 'Only Expect: 100-continue is supported.'),
    )
    response.writeHead(status, headers).end(body)
  })
  server.on('connect', (_request, socket: Socket) =>
    refuse(socket, faultOf('CONNECT is not supported: this is not a proxy.')),
  )
  server.on('clientError', (error: ClientError, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else if (!connections.isFreeFor(socket)) connections.end(socket)
    else refuse(socket, problemOf(error))
  })
  return server
}

function problemOf({ code, rawPacket, bytesParsed = 0 }: ClientError): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem(
        408,
        'request-timeout',
        `The request did not arrive completely within ${REQUEST_TIMEOUT_MS} ms.`,
      )
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new Problem(413, 'body-too-large', 'The chunks of the body have extensions that are too long.')
    case 'HPE_HEADER_OVERFLOW':
      return rawPacket?.subarray(0, bytesParsed).includes('\r\n')
        ? new Problem(431, 'headers-too-large', 'The headers are too long.')
        : new Problem(414, 'uri-too-long', 'The URL is too long.')
    default:
      return faultOf(`This is not a valid HTTP request${code?.startsWith('HPE_') ? ` (${code})` : ''}.`)
  }
}

const faultOf = (message: string): Problem => invalidRequest([{ path: '', message }])

function rawAnswer({ status, body }: Problem) {
  const text = JSON.stringify(body)
  const headers = {
    ...PROTECTION,
    'content-type': PROBLEM_MEDIA_TYPE,
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
  }
  return { status, headers, body: text }
}

/** Reads and drops what still arrives: a peer that is cut off while sending would lose the response. */
function refuse(socket: Socket, problem: Problem): void {
  const { status, headers, body } = rawAnswer(problem)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${problem.slug}\r\n${lines.join('')}\r\n${body}`)
  socket.resume()
  const timeout = setTimeout(() => socket.destroy(), LAST_WORDS_MS)
  socket.once('close', () => clearTimeout(timeout))
}
