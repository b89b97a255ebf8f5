import { showSaga } from '@bistro/cli'
import { manifestInside } from './manifest.ts'

try {
  process.exit(await showSaga(manifestInside(), process.argv.slice(2)))
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
