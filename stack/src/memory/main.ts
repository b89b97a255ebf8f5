import { SERVICES, type ServiceName } from '@bistro/client/names'
import { application as customer } from '@bistro/customer/application'
import { allTopics, createCodec, fileSchemaIds, PARTITIONS } from '@bistro/events'
import { createCarrier, readCarrierSettings } from '@bistro/externals/carrier'
import { createPsp, readPspSettings } from '@bistro/externals/psp'
import { createMemoryLog } from '@bistro/kit/memory'
import { type Application, createLogger, startService } from '@bistro/kit/process'
import { refill } from '@bistro/kit/runtime'
import { application as order } from '@bistro/order/application'
import { application as payment } from '@bistro/payment/application'
import { application as reservation } from '@bistro/reservation/application'
import { application as shipping } from '@bistro/shipping/application'
import { showLog } from './log-server.ts'
import type { MemoryPlan } from './plan.ts'

// Services, externals and log in one process, for a machine that cannot run Kafka.

const APPLICATIONS = { customer, reservation, order, payment, shipping } as Record<ServiceName, Application>

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
])
for (const external of externals) opened.defer(() => external.close())
await Promise.all(SERVICES.map(open))
shown.ready()

async function open(name: ServiceName): Promise<void> {
  const running = await startService(APPLICATIONS[name], {
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
