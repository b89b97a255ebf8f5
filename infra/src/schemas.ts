import { deploySchemas, RegistryContradicts } from '@bistro/events/deploy'
import { need } from './environment.ts'

try {
  await deploySchemas({
    registryUrl: need('BISTRO_REGISTRY_URL'),
    credentials: { user: 'deployment', password: need('REGISTRY_DEPLOYMENT_PASSWORD') },
    onProgress: console.log,
    onCorrected: (text) => console.log(`Corrected: ${text}`),
    drop: (process.env.BISTRO_DROP_SCHEMAS ?? '').split(','),
  })
} catch (error) {
  if (!(error instanceof RegistryContradicts)) throw error
  console.error(`${error.message}\n\n  Next: ${wayOut(error)}`)
  process.exitCode = 1
}

function wayOut({ contradiction, drop }: RegistryContradicts): string {
  if (contradiction === 'other-ids') return 'docker compose down -v   (deletes all data of the system)'
  return `BISTRO_DROP_SCHEMAS=${drop.join(',')} docker compose up   (deletes these schemas)`
}
