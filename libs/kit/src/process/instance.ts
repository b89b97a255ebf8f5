import { hostname } from 'node:os'

/**
 * The `group.instance.id` by which a consumer group recognises a process after a restart: service, host and port. A
 * restarted container keeps its host name. With port 0, which changes with each start, there is none.
 */
export function instanceName(service: string, port: number, host = hostname()): string | undefined {
  return port === 0 ? undefined : `${service}-${host}-${port}`.replace(/[^\w.-]/g, '_')
}
