import { need } from './environment.ts'

// Printed before the other modules load, which takes seconds while everything starts at once.
console.log('The system is starting. The demo begins when it is ready.')
const { composeCommand } = await import('@bistro/client')
const { playAll } = await import('@bistro/cli')
const { manifestInside } = await import('./manifest.ts')

const compose = composeCommand()
const hints = {
  revive: (name: string) => `${compose} up -d ${name}`,
  look: (sagaId: string) => `${compose} run --rm audit node infra/src/saga.ts ${sagaId}`,
}
const status = await playAll(manifestInside(), { hints })
const prefix = need('BISTRO_PORT_PREFIX')
console.log(`The system keeps running. All requests: http://127.0.0.1:${prefix}00/docs
In the browser, where each saga is, with the operator's token:
  http://127.0.0.1:${prefix}00/#operator=${need('OPERATOR_TOKEN')}
In another terminal, at the root of the clone:
  ${compose} logs -f order
      shows the events of one service, as it publishes them
  ${compose} run --rm demo
      plays the demo again
  ${compose} run --rm audit
      checks databases, topics and the provider's ledger against the invariants
  ${compose} down -v --remove-orphans
      stops the system and deletes its data`)
process.exit(status)
