import type { Application } from '@bistro/kit/process'
import { forEachServiceAtOnce, type ServiceName } from './registry.ts'

/** The programs of all services, by name. */
export const loadApplications = (): Promise<Readonly<Record<ServiceName, Application>>> =>
  forEachServiceAtOnce(loadApplication)

/** The program of one service: `src/application.ts` in its folder. */
export async function loadApplication(name: ServiceName): Promise<Application> {
  const { application }: { application: Application } = await import(`./${name}/src/application.ts`)
  return application
}

type Definition = ReturnType<Application['build']>

/** What a service is, to be read or run without the world outside: settings that have no default are made up. */
export const definitionOf = ({ build, settings }: Application): Definition =>
  build(Object.fromEntries(Object.entries(settings.properties).map(([name, setting]) => [name, standInFor(setting)])))

interface Setting {
  readonly type?: string
  readonly format?: string
  readonly default?: unknown
}

const standInFor = ({ type, format, default: usual }: Setting): unknown =>
  usual ?? (type === 'integer' ? 1 : format === 'uri' ? 'http://outside.invalid' : 'none')

/** The names of the environment variables that are a service's own. */
export const settingsOf = ({ settings }: Application): readonly string[] => Object.keys(settings.properties)
