import type { PartName } from '@bistro/client/names'
import type { StackContext } from '../context.ts'
import { addressOf, LOOPBACK, portOf } from '../ports.ts'
import type { Container, ProcessSpec } from '../process/managed-process.ts'
import { docker, dockerEnvironment } from './command.ts'
import { labelsOf, nameInDocker } from './resources.ts'

/** One container, as far as it differs from the others. */
export interface ContainerPlan {
  readonly name: PartName
  readonly image: string
  /** Where it listens inside. */
  readonly port: number
  /** Where its volume is mounted: a folder that the image lets its user write to. */
  readonly data: string
  readonly memoryMegabytes: number
  readonly env?: Readonly<Record<string, string>>
  /** Variables that only their names are shown of: `docker` takes the values from its own environment. */
  readonly secrets?: Readonly<Record<string, string>>
  /** What a shell in it reads from its standard input, instead of the image's own command. */
  readonly script?: string
  readonly user?: string
  readonly stopSignal: ProcessSpec['stopSignal']
  readonly isReady: ProcessSpec['isReady']
}

/** A container as a process: `docker run`, attached to it, passes signals on and ends when it ends. */
export function containerSpec(context: StackContext, plan: ContainerPlan): ProcessSpec {
  const { name, script, secrets, stopSignal, isReady } = plan
  return {
    name,
    address: addressOf(name, context.portBase),
    program: 'docker',
    args: runArguments(context, plan),
    env: { ...dockerEnvironment(), ...secrets },
    input: script,
    stopSignal,
    isReady,
    container: handleOf(nameInDocker(context, name)),
  }
}

function runArguments(context: StackContext, plan: ContainerPlan): string[] {
  const { name, image, port, data, memoryMegabytes, env = {}, secrets = {}, script, user } = plan
  const ownName = nameInDocker(context, name)
  const labels = labelsOf(context.paths, name)
  const mount = [
    'type=volume',
    `source=${ownName}`,
    `target=${data}`,
    ...labels.map((label) => `volume-label=${label}`),
  ]
  return [
    'run',
    '--rm',
    '--pull=never',
    `--name=${ownName}`,
    ...labels.map((label) => `--label=${label}`),
    `--publish=${LOOPBACK}:${portOf(name, context.portBase)}:${port}`,
    `--mount=${mount.map(quoted).join(',')}`,
    `--memory=${memoryMegabytes}m`,
    '--cap-drop=ALL',
    '--security-opt=no-new-privileges',
    '--log-driver=none', // we are attached to it, and write the log ourselves
    ...Object.entries(env).map(([key, value]) => `--env=${key}=${value}`),
    ...Object.keys(secrets).map((key) => `--env=${key}`),
    ...(user ? [`--user=${user}`] : []),
    ...(script === undefined ? [image] : ['--interactive', '--entrypoint=sh', image, '-s']),
  ]
}

/** As one field of comma-separated values, which is how `--mount` is read. */
const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`

const handleOf = (name: string): Container => ({
  name,
  pid: async () => Number(await docker(['inspect', '--format', '{{.State.Pid}}', name])),
  kill: async () => void (await docker(['kill', '--signal=KILL', name])),
  remove: async () => void (await docker(['rm', '--force', '--volumes', name]).catch(() => {})), // none there is as good
})
