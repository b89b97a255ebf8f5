import { SERVICES } from '@bistro/stack'
import { pssBytes } from '../harness/processes.ts'
import type { Product } from './product.ts'

const BYTES_PER_MIB = 1024 ** 2

/** Memory (PSS) by group, in MiB. */
export function memoryOf({ manifest }: Product): Record<'memoryServices' | 'memoryPostgres' | 'memoryKafka', number> {
  const mebibytes = (isMeant: (name: string) => boolean): number =>
    pssBytes(manifest.processes.filter(({ name }) => isMeant(name)).map(({ pid }) => pid)) / BYTES_PER_MIB
  return {
    memoryServices: mebibytes((name) => (SERVICES as readonly string[]).includes(name)),
    memoryPostgres: mebibytes((name) => name.startsWith('postgres-')),
    memoryKafka: mebibytes((name) => name === 'kafka'),
  }
}
