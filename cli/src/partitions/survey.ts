import { call } from '@bistro/client'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import { outage } from '../session/unavailable.ts'

export interface Reader {
  readonly service: string
  readonly lagMessages: number
}

export interface Partition {
  readonly partition: number
  readonly begin: string
  readonly end: string
  readonly readers: readonly Reader[]
}

export interface Topic {
  readonly topic: string
  readonly service: string
  readonly partitions: readonly Partition[]
}

const OK_STATUS = 200

/** What the gateway answers at one of its routes. Throws a StackError where it cannot. */
export async function askGateway<Body>(manifest: Manifest, path: string): Promise<Body> {
  const { gateway } = manifest
  if (!gateway) throw new StackError('This stack runs without the gateway, which knows who reads what.', 'npm start')
  const { status, body } = await call(`${gateway.url}${path}`)
  if (status !== OK_STATUS)
    throw (await outage(manifest)) ?? new StackError(String(body.detail), 'npm run stack -- status')
  return body as Body
}

/** Topics, their partitions, and how far each service has read them. */
export const surveyTopics = async (manifest: Manifest): Promise<readonly Topic[]> =>
  (await askGateway<{ topics: readonly Topic[] }>(manifest, '/api/partitions')).topics

export const recordsIn = ({ begin, end }: Partition): number => Number(end) - Number(begin)
