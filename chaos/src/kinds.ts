/** The kinds of faults that a run injects; `--only` picks some of them. */
export const KINDS = {
  kills: 'SIGKILL and restart: one service, two services or everything; a second replica of a service killed',
  pauses: 'SIGSTOP for 5, 20 or 60 s: services, replicas, card provider and carrier',
  databases:
    'Postgres killed, silent or read-only, logins refused, rights revoked, rows and tables locked, columns added',
  kafka: 'broker killed or paused, partitions added, offsets of a consumer group deleted, set back or moved to the end',
  clock: 'the clock of a service minutes or hours ahead or behind',
  registry: 'schema registry killed, paused, or responding with 500, 401 or an HTML page',
  network: 'a connection from a service to Postgres, Kafka, registry, card provider or carrier silent, slow or cut',
  records: 'foreign and malformed records on every topic',
} as const

export type Kind = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as Kind[]
