import Type, { type Static } from 'typebox'
import { createKafkaLog } from '../kafka/index.ts'
import type { Application, ConnectCodec } from './application.ts'
import { instanceName } from './instance.ts'
import { runProgram } from './program.ts'
import { KafkaSettings, ServiceSettings } from './settings.ts'
import { startService } from './start-service.ts'

const Common = Type.Object({ ...ServiceSettings.properties, ...KafkaSettings.properties })

/** A service as a process of its own, on Postgres and Kafka. */
export async function run(application: Application, connectCodec: ConnectCodec): Promise<void> {
  const { name, settings } = application
  await runProgram({
    name,
    settings: Type.Object({ ...Common.properties, ...settings.properties }),
    start: (read, logger) => {
      const common = read as Static<typeof Common>
      return startService(application, {
        env: process.env,
        logger,
        codec: connectCodec({ registryUrl: common.BISTRO_REGISTRY_URL }),
        openLog: () =>
          createKafkaLog({
            brokers: common.BISTRO_KAFKA_BROKERS.split(','),
            clientId: name,
            instance: instanceName(name, common.BISTRO_HTTP_PORT),
            username: common.BISTRO_KAFKA_USER,
            password: common.BISTRO_KAFKA_PASSWORD,
            caFile: common.BISTRO_KAFKA_CA_FILE,
            logger,
          }),
      })
    },
  })
}
