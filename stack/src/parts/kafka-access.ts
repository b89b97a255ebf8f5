import { topicsOf } from '@bistro/events'
import kafkajs, { type AclEntry } from 'kafkajs'
import { SERVICES, type ServiceName } from '../names.ts'

/** Whose events a service reads. */
const SUBSCRIPTIONS: Readonly<Record<ServiceName, readonly ServiceName[]>> = {
  customer: ['order', 'reservation'],
  reservation: ['customer', 'order', 'payment'],
  order: ['reservation', 'customer', 'payment', 'shipping'],
  payment: ['order'],
  shipping: ['order', 'customer'],
}

const TOPIC_PREFIX = 'bistro.'
// CommonJS: these are not to be had by name.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs
const { READ, WRITE, DESCRIBE } = AclOperationTypes

/** Who may do what, and nothing else: a service writes its own topics alone; `reader` reads all and writes none. */
export const accessRules = (): AclEntry[] => [...SERVICES.flatMap(rulesOfService), ...rulesOfReader()]

function rulesOfService(service: ServiceName): AclEntry[] {
  // Its own topic too: a service restored from a backup reads there what the backup lacks.
  const readable = [service, ...SUBSCRIPTIONS[service]].flatMap(topicsOf)
  return [
    ...topicsOf(service).flatMap((topic) =>
      [WRITE, DESCRIBE].map((operation) => rule(service, AclResourceTypes.TOPIC, topic, operation)),
    ),
    ...readable.map((topic) => rule(service, AclResourceTypes.TOPIC, topic, READ)),
    rule(service, AclResourceTypes.GROUP, service, READ),
  ]
}

const rulesOfReader = (): AclEntry[] => [
  rule('reader', AclResourceTypes.TOPIC, TOPIC_PREFIX, READ, ResourcePatternTypes.PREFIXED),
  rule('reader', AclResourceTypes.TOPIC, TOPIC_PREFIX, DESCRIBE, ResourcePatternTypes.PREFIXED),
  rule('reader', AclResourceTypes.GROUP, '*', READ),
]

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
