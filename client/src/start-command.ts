import type { Manifest } from './manifest.ts'

const USUAL_PROJECT = 'saga-bistro'

/**
 * What `docker compose` must be told at the root of the clone so that it means the system of this container, whose
 * settings name the project and the add-on: the file beside docker-compose.yml, without its ending.
 */
export function composeCommand(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const { BISTRO_COMPOSE_ADD_ON: addOn, BISTRO_COMPOSE_PROJECT: project } = env
  const files = addOn ? ` -f infra/docker-compose.yml -f infra/${addOn}.yml` : ''
  const usual = addOn ? `${USUAL_PROJECT}-${addOn}` : USUAL_PROJECT
  return `docker compose${files}${project && project !== usual ? ` -p ${project}` : ''}`
}

/** `docker compose` runs it: this process is in one of its containers. */
export const isInContainers = ({ processes }: Pick<Manifest, 'processes'>): boolean => processes.length === 0

/** What brings a part back. In memory mode all but the databases are one process. */
export function startCommand(manifest: Pick<Manifest, 'processes' | 'mode'>, part: string): string {
  if (isInContainers(manifest)) return `${composeCommand()} up -d ${part}`
  const name = manifest.mode === 'memory' && !part.startsWith('postgres-') ? 'memory' : part
  return `npm run stack -- start ${name}`
}
