import { type Environment, KafkaSettings, ProgramSettings, readSettings } from '@bistro/kit/process'
import { isServiceName, SERVICES, type ServiceName } from '@bistro/services'
import Type, { type Static } from 'typebox'

/** Settings of the gateway, with Kafka or without. */
export const GatewaySettings = Type.Object({
  ...ProgramSettings.properties,
  /** Where each service is. */
  BISTRO_SERVICES: Type.String({
    pattern: '^[a-z]+=https?://[^,\\s]+(,[a-z]+=https?://[^,\\s]+)*$',
    examples: ['order=http://127.0.0.1:4003,payment=http://127.0.0.1:4004'],
  }),
  /** The socket of the stack that runs on this machine; without it, processes and partitions are not to be changed. */
  BISTRO_CONTROL_SOCKET: Type.String({ default: '', examples: ['/tmp/saga-bistro.sock'] }),
  /** Describes the stack of this machine (`stack.json`); without it, the invariants are not checked. */
  BISTRO_MANIFEST: Type.String({ default: '', examples: ['.bistro/stack.json'] }),
  /** The folder with the built console; without it, a page says how to build one. */
  BISTRO_CONSOLE_DIR: Type.String({ default: '', examples: ['apps/console/dist'] }),
})
export type GatewaySettings = Static<typeof GatewaySettings>

/** @throws SettingsError */
export const readGatewaySettings = (env: Environment): GatewaySettings => readSettings(GatewaySettings, env)

export const GatewayOnKafka = Type.Object({ ...GatewaySettings.properties, ...KafkaSettings.properties })
export type GatewayOnKafka = Static<typeof GatewayOnKafka>

export type ServiceUrls = ReadonlyMap<ServiceName, string>

/** Reads `order=http://…,payment=http://…`. @throws if a service is missing or unknown */
export function serviceUrls(text: string): ServiceUrls {
  const urls = new Map<ServiceName, string>()
  for (const entry of text.split(',')) {
    const [name = '', url = ''] = entry.split('=', 2)
    if (!isServiceName(name)) throw new Error(`BISTRO_SERVICES names ${name}, which is no service`)
    urls.set(name, url.replace(/\/$/, ''))
  }
  const missing = SERVICES.filter((name) => !urls.has(name))
  if (missing.length > 0) throw new Error(`BISTRO_SERVICES does not say where ${missing.join(', ')} is`)
  return urls
}
