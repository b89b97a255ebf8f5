/** Records that no service has written; none can be mistaken for an event of a real saga. */
export const FORGERIES = [
  'null header',
  'no headers',
  'no value',
  'empty value',
  'bad Avro',
  'cut short',
  'unknown schema id',
  'oversized',
  'huge header',
  'many headers',
  'repeated headers',
  'id that is no UUID',
  'id with NUL',
  'id in upper case',
  'strange sequence',
  'type constructor',
  'foreign source',
  'gap',
  'map bomb',
  'gzip',
  'zstd',
  'copy',
] as const

export type Forgery = (typeof FORGERIES)[number]
