import { createKafkaReader, createSurvey } from '@bistro/kit/kafka'
import { instanceName, runProgram } from '@bistro/kit/process'
import { GatewayOnKafka } from './settings.ts'
import { startGateway } from './start.ts'

await runProgram({
  name: 'gateway',
  settings: GatewayOnKafka,
  start: (settings, logger) => {
    const reader = createKafkaReader({
      brokers: settings.BISTRO_KAFKA_BROKERS.split(','),
      clientId: 'gateway',
      instance: instanceName('gateway', settings.BISTRO_HTTP_PORT),
      username: settings.BISTRO_KAFKA_USER,
      password: settings.BISTRO_KAFKA_PASSWORD,
      caFile: settings.BISTRO_KAFKA_CA_FILE,
      logger,
    })
    return startGateway(settings, {
      logger,
      log: reader,
      survey: createSurvey(reader.client),
      registryUrl: settings.BISTRO_REGISTRY_URL,
    })
  },
})
