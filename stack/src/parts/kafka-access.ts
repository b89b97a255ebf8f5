import { CUSTOMER_HISTORY, EVENING_BOARD, topics, topicsOf } from '@bistro/events'
import { publisherOf } from '@bistro/kit'
import { SERVICES, type ServiceName } from '@bistro/services'
import { definitionOf, loadApplications } from '@bistro/services/definitions'
import kafkajs, { type AclEntry, type Admin } from 'kafkajs'

const TOPIC_PREFIX = 'bistro.'
// CommonJS: these are not to be had by name.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs
const { READ, WRITE, DESCRIBE } = AclOperationTypes

/**
 * Who may do what, and nothing else: a service writes its own topics alone; `reader` and the gateway read all and write none. Groups are
 * had by name: a service's own, and each user's that begin with its name and a dot.
 */
export async function accessRules(): Promise<AclEntry[]> {
  const applications = await loadApplications()
  const rules = SERVICES.flatMap((name) => rulesOfService(name, definitionOf(applications[name]).service.subscribes))
  return [...rules, ...rulesOfSnapshots(), ...rulesOfHistory(), ...rulesOfReader('reader'), ...rulesOfGateway()]
}

function rulesOfService(service: ServiceName, subscribes: readonly string[]): AclEntry[] {
  // Its own topic too: a service restored from a backup reads there what the backup lacks.
  const readable = [service, ...subscribes.map(publisherOf)].flatMap((name) => topicsOf(name))
  return [
    ...topicsOf(service).flatMap((topic) =>
      [WRITE, DESCRIBE].map((operation) => rule(service, AclResourceTypes.TOPIC, topic, operation)),
    ),
    ...readable.map((topic) => rule(service, AclResourceTypes.TOPIC, topic, READ)),
    rule(service, AclResourceTypes.GROUP, service, READ),
    groupsOf(service),
  ]
}

/** The snapshots of evenings are the reservation service's, as the evenings are. */
const rulesOfSnapshots = (): AclEntry[] =>
  [WRITE, DESCRIBE].map((operation) => rule('reservation', AclResourceTypes.TOPIC, EVENING_BOARD, operation))

/** The stream processor: reads orders in its group, writes the history, with transactions of its name or without. */
const rulesOfHistory = (): AclEntry[] => [
  rule('history', AclResourceTypes.TOPIC, topics.order, READ),
  ...[WRITE, DESCRIBE].flatMap((operation) => [
    rule('history', AclResourceTypes.TOPIC, CUSTOMER_HISTORY, operation),
    rule('history', AclResourceTypes.TRANSACTIONAL_ID, 'history', operation),
  ]),
  rule('history', AclResourceTypes.GROUP, 'history', READ),
]

const groupsOf = (user: string): AclEntry =>
  rule(user, AclResourceTypes.GROUP, `${user}.`, READ, ResourcePatternTypes.PREFIXED)

const rulesOfReader = (user: string): AclEntry[] => [
  rule(user, AclResourceTypes.TOPIC, TOPIC_PREFIX, READ, ResourcePatternTypes.PREFIXED),
  rule(user, AclResourceTypes.TOPIC, TOPIC_PREFIX, DESCRIBE, ResourcePatternTypes.PREFIXED),
  groupsOf(user),
]

/** It reads as `reader` does, and may see, but not join, the groups of the services: whose lag is how long. */
const rulesOfGateway = (): AclEntry[] => [
  ...rulesOfReader('gateway'),
  rule('gateway', AclResourceTypes.GROUP, 'gateway', READ),
  ...SERVICES.map((service) => rule('gateway', AclResourceTypes.GROUP, service, DESCRIBE)),
]

/**
 * Gives each user its rules, and takes from it what an earlier version or somebody else has given. Users of others keep theirs.
 * @returns one line for each rule that was taken away
 */
export async function correctRules(admin: Admin): Promise<string[]> {
  const wanted = await accessRules()
  await admin.createAcls({ acl: wanted })
  const known = new Set(wanted.map(textOf))
  const users = new Set(wanted.map(({ principal }) => principal))
  const extra = (await rulesInForce(admin)).filter((entry) => users.has(entry.principal) && !known.has(textOf(entry)))
  if (extra.length > 0) await admin.deleteAcls({ filters: extra })
  return extra.map((entry) => `${textOf(entry)} is no longer allowed`)
}

async function rulesInForce(admin: Admin): Promise<AclEntry[]> {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  })
  return resources.flatMap(({ acls, ...resource }) => acls.map((acl) => ({ ...resource, ...acl })))
}

const nameIn = (names: object, value: number): string =>
  Object.entries(names).find(([, number]) => number === value)?.[0] ?? String(value)

const textOf = ({
  principal,
  permissionType,
  operation,
  resourceType,
  resourcePatternType,
  resourceName,
  host,
}: AclEntry) =>
  [
    principal,
    nameIn(AclPermissionTypes, permissionType),
    nameIn(AclOperationTypes, operation),
    nameIn(AclResourceTypes, resourceType),
    nameIn(ResourcePatternTypes, resourcePatternType),
    resourceName,
    `from ${host}`,
  ].join(' ')

const rule = (
  user: string,
  resourceType: AclEntry['resourceType'],
  resourceName: string,
  operation: AclEntry['operation'],
  resourcePatternType = ResourcePatternTypes.LITERAL,
): AclEntry => ({
  principal: `User:${user}`,
  host: '*',
  resourceType,
  resourceName,
  resourcePatternType,
  operation,
  permissionType: AclPermissionTypes.ALLOW,
})
