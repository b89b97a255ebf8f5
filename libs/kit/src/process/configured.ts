import Type from 'typebox'
import type { Service } from '../model/service.ts'
import type { Application } from './application.ts'
import { type Environment, readSettings, ServiceSettings } from './settings.ts'
import { onTopics } from './topics.ts'

/** The service as a process with this environment runs it: its durations, its topics. @throws SettingsError */
export function configured({ settings, build }: Application, env: Environment): Service {
  const read = readSettings(Type.Object({ ...ServiceSettings.properties, ...settings.properties }), env)
  return onTopics(build(read).service, read)
}
