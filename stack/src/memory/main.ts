import { allTopics, createCodec, fileSchemaIds, PARTITIONS } from '@bistro/events'
import { createCarrier, readCarrierSettings } from '@bistro/externals/carrier'
import { createMail, readMailSettings } from '@bistro/externals/mail'
import { createPsp, readPspSettings } from '@bistro/externals/psp'
import { createMemoryLog } from '@bistro/kit/memory'
import { createLogger, startService } from '@bistro/kit/process'
import { refill } from '@bistro/kit/runtime'
import { type ServiceName, servicesWithout } from '@bistro/services'
import { loadApplication } from '@bistro/services/definitions'
import { showLog } from './log-server.ts'
import type { MemoryPlan } from './plan.ts'

// Services, externals, gateway and log in one process, for a machine that cannot run Kafka.

const plan = JSON.parse(process.env.BISTRO_MEMORY_PLAN ?? '{}') as MemoryPlan
const shown = showLog(createMemoryLog({ topics: allTopics, partitions: PARTITIONS }))
const opened = new AsyncDisposableStack()
let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    if (stopping) process.exit(1)
    stopping = true
    opened.disposeAsync().then(() => process.exit(0))
  })

const server = await shown.listen(plan.logPort)
opened.defer(() => {
  server.closeAllConnections()
  server.close()
})
const externals = await Promise.all([
  createPsp(readPspSettings(plan.psp)),
  createCarrier(readCarrierSettings(plan.carrier)),
  ...(plan.mail ? [createMail(readMailSettings(plan.mail))] : []),
])
for (const external of externals) opened.defer(() => external.close())
await Promise.all(servicesWithout(plan.without).map(open))
if (plan.gateway) await openGateway(plan.gateway)
shown.ready()

async function open(name: ServiceName): Promise<void> {
  const running = await startService(await loadApplication(name), {
    env: plan.services[name],
    logger: createLogger(name, plan.services[name].BISTRO_LOG_LEVEL ?? 'info'),
    openLog: async ({ service, store }) => {
      // The log has forgotten what earlier runs published; the databases have not.
      await refill({ service, store, log: shown.log })
      return shown.log
    },
    codec: createCodec(fileSchemaIds()),
  })
  opened.defer(() => running.stop())
}

async function openGateway(env: Readonly<Record<string, string>>): Promise<void> {
  const { readGatewaySettings, startGateway } = await import('@bistro/gateway')
  const logger = createLogger('gateway', env.BISTRO_LOG_LEVEL ?? 'info')
  const running = await startGateway(readGatewaySettings(env), { logger, log: shown.log })
  opened.defer(() => running.stop())
}
