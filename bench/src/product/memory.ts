import { pssBytes } from '../harness/processes.ts'
import { pidsOf } from './processes.ts'
import type { Product } from './product.ts'

const BYTES_PER_MIB = 1024 ** 2

/** Memory (PSS) by part, in MiB. */
export const memoryOf = (product: Product): Record<'memoryServices' | 'memoryPostgres' | 'memoryKafka', number> => ({
  memoryServices: pssBytes(pidsOf(product, 'services')) / BYTES_PER_MIB,
  memoryPostgres: pssBytes(pidsOf(product, 'postgres')) / BYTES_PER_MIB,
  memoryKafka: pssBytes(pidsOf(product, 'kafka')) / BYTES_PER_MIB,
})
