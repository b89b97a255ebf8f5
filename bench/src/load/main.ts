import type { Manifest } from '@bistro/client'
import { Drive } from './drive.ts'
import { readOutcomes } from './outcomes.ts'
import { Poster } from './post.ts'
import type { FromGenerator, LoadOrder, ToGenerator } from './protocol.ts'

// The generator is a process of its own, so that its CPU can be told from everything else.
let poster: Poster | undefined
let drive: Drive | undefined

const tell = (message: FromGenerator): unknown => process.send?.(message)

async function connect(manifest: Manifest, connections: number): Promise<FromGenerator> {
  poster = new Poster(manifest.services.reservation.url, connections)
  await readOutcomes(manifest, (sagaId, outcome) => drive?.heard(sagaId, outcome))
  return { kind: 'connected' }
}

async function load(order: LoadOrder): Promise<FromGenerator> {
  if (!poster) throw new Error('connect first')
  drive = new Drive(poster, order)
  return { kind: 'loaded', result: await drive.run() }
}

process.on('message', async (message: ToGenerator) => {
  if (message.kind === 'heard') {
    for (const [sagaId, outcome] of message.heard) drive?.heard(sagaId, outcome)
    return
  }
  try {
    tell(await (message.kind === 'connect' ? connect(message.manifest, message.connections) : load(message.order)))
  } catch (error) {
    tell({ kind: 'failed', message: String(error) })
  }
})
process.on('disconnect', () => process.exit())
