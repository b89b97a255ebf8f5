import type { Api } from '../http/index.ts'

/**
 * Length of the accept queue, equal to the limit of waiting requests: a further connection is dropped and retried
 * after seconds. The system may cap it (Linux: `net.core.somaxconn`).
 */
const CONNECTION_BACKLOG = 2_000

/** @throws an error that says what to do if the port is in use */
export async function listen(api: Api, host: string, port: number): Promise<string> {
  try {
    return await api.listen({ host, port, backlog: CONNECTION_BACKLOG })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause
    const advice = 'stop the process that listens there, or set BISTRO_HTTP_PORT to a free port'
    throw new Error(`port ${port} of ${host} is in use: ${advice}`, { cause })
  }
}
