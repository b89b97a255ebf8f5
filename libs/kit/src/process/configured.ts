import Type from 'typebox'
import type { Service } from '../model/service.ts'
import type { Application } from './application.ts'
import { type Environment, readSettings, ServiceSettings } from './settings.ts'
import { onTopics } from './topics.ts'

/** The kit's settings and the application's own. @throws SettingsError */
export const settingsOf = ({ settings }: Pick<Application, 'settings'>, env: Environment) =>
  readSettings(Type.Object({ ...ServiceSettings.properties, ...settings.properties }), env)

/** The service as a process with this environment runs it: its durations, its topics. @throws SettingsError */
export function configured(application: Application, env: Environment): Service {
  const settings = settingsOf(application, env)
  return onTopics(application.build(settings).service, settings)
}
