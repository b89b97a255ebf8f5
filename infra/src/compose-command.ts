/** Which of the compose files a system was started with, and under which name. */
export interface Started {
  /** The name of the project. */
  readonly project: string
  /** The file beside docker-compose.yml, without its ending; empty for none. */
  readonly addOn: string
}

const USUAL_PROJECT = 'saga-bistro'

/** What `docker compose` must be told at the root of the clone so that it means this system. */
export function composeCommand({ project, addOn }: Started): string {
  const files = addOn ? ` -f infra/docker-compose.yml -f infra/${addOn}.yml` : ''
  const usual = addOn ? `${USUAL_PROJECT}-${addOn}` : USUAL_PROJECT
  return `docker compose${files}${project === usual ? '' : ` -p ${project}`}`
}
