import { createTopics } from '@bistro/stack/deployment'
import { kafkaLogin } from './environment.ts'

const replicationFactor = Number(process.env.BISTRO_REPLICATION_FACTOR ?? 1)
const minInSyncReplicas = Number(process.env.BISTRO_MIN_INSYNC_REPLICAS ?? 1)

const corrected = await createTopics({
  admin: kafkaLogin('admin'),
  reader: kafkaLogin('reader'),
  replicationFactor,
  minInSyncReplicas,
})
for (const text of corrected) console.log(`Corrected: ${text}`)
console.log(`Topics and access rules exist: replication factor ${replicationFactor}.`)
