import { hostname } from 'node:os'

/**
 * What a process goes by in its consumer group, so that it is recognised after a restart: its service, host and port. A
 * container keeps its host name when it is started again. With a port of the system's choice nothing is the same twice.
 */
export function instanceName(service: string, port: number, host = hostname()): string | undefined {
  return port === 0 ? undefined : `${service}-${host}-${port}`.replace(/[^\w.-]/g, '_')
}
