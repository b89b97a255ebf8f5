import { lockOwner, readManifest, suggestPortBase } from '@bistro/stack'
import { dataDirFrom, dataPaths } from '@bistro/stack/paths'
import { say, style } from '../terminal/style.ts'

const NAME_WIDTH = 22

/** True, and says so, if a stack runs on this data directory. */
export async function sayAlreadyRunning(): Promise<boolean> {
  const { lock, manifest, root } = dataPaths(dataDirFrom(process.env.BISTRO_DATA_DIR))
  const owner = lockOwner(lock)
  if (!owner) return false
  say(`A stack is already running (pid ${owner.pid}) on ${root}. Nothing was changed.`)
  say()
  const processes = readManifest(manifest)?.processes ?? [] // none while it is still starting
  for (const { name, address } of processes) say(`  ${name.padEnd(NAME_WIDTH)} ${style.dim(address)}`)
  say()
  say('  To see its state:    npm run stack -- status')
  const another = `BISTRO_DATA_DIR=${freeDataDir()} BISTRO_PORT_BASE=${await suggestPortBase(owner.portBase)} npm start`
  say(`  To run another:      ${another}`)
  return true
}

/** A data directory on which no stack runs. */
function freeDataDir(): string {
  for (let number = 2; ; number++) {
    const name = `.bistro-${number}`
    if (!lockOwner(dataPaths(dataDirFrom(name)).lock)) return name
  }
}
