import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kafkaClient } from '@bistro/client'
import type { Manifest } from '@bistro/client/manifest'
import { SERVICES } from '@bistro/services'
import { ROOT } from '@bistro/stack/paths'
import kafkajs from 'kafkajs'

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs

/** Which topics a user may read, and which it may write: `reads a, b; writes nothing`. */
export async function rightsOf({ kafka }: Manifest, user: string): Promise<string> {
  const { bootstrap, caFile } = kafka
  const admin = kafkaClient({ bootstrap, caFile, ...kafka.admin }, 'bistro-lab').admin()
  await admin.connect()
  try {
    const { resources } = await admin.describeAcls({
      resourceType: AclResourceTypes.TOPIC,
      resourcePatternType: ResourcePatternTypes.ANY,
      principal: `User:${user}`,
      operation: AclOperationTypes.ANY,
      permissionType: AclPermissionTypes.ALLOW,
    })
    const topicsWith = (wanted: number): string =>
      resources
        .filter(({ acls }) => acls.some(({ operation }) => operation === wanted))
        .map(({ resourceName }) => resourceName)
        .sort()
        .join(', ') || 'nothing'
    return `reads ${topicsWith(AclOperationTypes.READ)}; writes ${topicsWith(AclOperationTypes.WRITE)}`
  } finally {
    await admin.disconnect()
  }
}

/** Files of the other services, and of their events, in which a copy differs from the clone. */
export const changedProducers = (copy: string): string[] =>
  SERVICES.flatMap((service) => [`services/${service}/src/**/*.ts`, `libs/events/schemas/${service}/**/*.avsc`])
    .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .filter((path) => textIn(copy, path) !== textIn(ROOT, path))

function textIn(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined // removed
  }
}
