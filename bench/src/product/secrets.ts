import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceName } from '@bistro/stack'
import type { Product } from './product.ts'

/** What the stack keeps to itself in `secrets.json`, as far as benches need it. */
interface Secrets {
  readonly postgresSuperuser: string
  readonly postgres: Readonly<Record<ServiceName, { readonly owner: string }>>
  readonly psp: string
}

export const secretsOf = ({ dataDir }: Product): Secrets =>
  JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Secrets
