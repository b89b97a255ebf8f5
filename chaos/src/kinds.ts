/** What the world may do to the product, and `--only` may pick from. */
export const KINDS = {
  kills: 'kill -9 and start: of a service, of two, of everything; a second replica that is killed',
  pauses: 'a process stands still for 5, 20 or 60 s (SIGSTOP): services, replicas, provider and carrier',
  databases: 'Postgres killed, silent, read-only, logins or rights refused, rows and tables locked, columns added',
  kafka: 'broker killed or paused, partitions added, offsets of a group deleted, set back or moved to the end',
  clock: 'a service whose clock is minutes or hours ahead or behind',
  registry: 'the schema registry killed, paused, or answering with 500, 401 or a page',
  network: 'a connection that is silent, slow or cut, between one service and what it needs',
  records: 'foreign and damaged records on every topic',
} as const

export type Kind = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as Kind[]
