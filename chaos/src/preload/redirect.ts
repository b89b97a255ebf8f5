import { Socket } from 'node:net'

// The query maps ports to ports: connections of this process to a key go to its value.
const ports = new URL(import.meta.url).searchParams
const connect = Socket.prototype.connect as (...given: unknown[]) => Socket

const led = (port: unknown): unknown => {
  const instead = ports.get(String(port))
  return instead === null ? port : Number(instead)
}

const isOptions = (given: unknown): given is { port?: unknown } => typeof given === 'object' && given !== null

/** `connect` takes a port, options, or the array of arguments that Node itself makes of them. */
function redirected(given: unknown): unknown {
  if (Array.isArray(given)) {
    given[0] = redirected(given[0])
    return given
  }
  return isOptions(given) ? { ...given, port: led(given.port) } : led(given)
}

Socket.prototype.connect = function (this: Socket, first: unknown, ...rest: unknown[]) {
  return connect.call(this, redirected(first), ...rest)
} as typeof Socket.prototype.connect
