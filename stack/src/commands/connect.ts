import type { Command } from '../cli.ts'
import type { Manifest } from '../manifest.ts'
import { SERVICES } from '../names.ts'
import { needManifest } from '../session/manifest.ts'
import { noArguments } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'

export const command: Command = {
  usage: ['npm run connect        ready-to-paste commands for kcat, psql and curl against the running stack'],
  example: 'npm run connect',
  run: async (args) => {
    noArguments(args)
    const manifest = needManifest()
    section('curl: the services, their reference pages and the schema registry', curlCommands(manifest))
    section('psql: what each service stores, as the service itself may see it', psqlCommands(manifest))
    if (manifest.mode !== 'memory')
      section('kcat: all topics, as the user that may read every topic and write none', kcatCommands(manifest))
    say(style.dim('Passwords are those of this data directory alone. The same for programs: stack.json in it.'))
    return 0
  },
}

function section(title: string, commands: readonly string[]): void {
  say(style.bold(`# ${title}`))
  for (const text of commands) say(text)
  say()
}

const curlCommands = ({ services, registry, psp, operator }: Manifest): string[] => [
  ...SERVICES.map(
    (service) => `curl -s ${services[service].url}/health/ready    # reference: ${services[service].url}/docs`,
  ),
  `curl -s ${services.reservation.url}/evenings`,
  `curl -s ${psp.url}/ledger?reference=PAYMENT_ID`,
  `curl -s ${registry.url}/subjects`,
  ...SERVICES.flatMap((service) =>
    ['parked', 'pending'].map(
      (list) => `curl -s -H 'Authorization: Bearer ${operator.token}' ${services[service].url}/${list}`,
    ),
  ),
]

const psqlCommands = ({ services }: Manifest): string[] =>
  SERVICES.map((service) => {
    const { host, port, database, user, password } = services[service].postgres
    return `psql postgres://${user}:${password}@${host}:${port}/${database}`
  })

function kcatCommands({ kafka, registry, services }: Manifest): string[] {
  const login = [
    `-b ${kafka.bootstrap}`,
    `-X security.protocol=${kafka.securityProtocol}`,
    `-X sasl.mechanism=${kafka.mechanism}`,
    `-X sasl.username=${kafka.reader.user}`,
    `-X sasl.password=${kafka.reader.password}`,
  ].join(' ')
  const format = "-f '%T %h\\n  %s\\n'"
  const decoded = `-s value=avro -r ${registry.url}`
  return [
    `kcat ${login} -L`,
    ...SERVICES.map(
      (service) => `kcat ${login} ${decoded} -C -q -t ${services[service].kafka.topic} -o beginning ${format}`,
    ),
  ]
}
