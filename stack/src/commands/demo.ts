import type { Command } from '../cli.ts'
import { playAll } from '../demo/play-all.ts'
import { sayBanner } from '../session/banner.ts'
import { runningManifest } from '../session/manifest.ts'
import { openSession, unlessInterrupted } from '../session/session.ts'
import { noArguments } from '../terminal/arguments.ts'

export const command: Command = {
  usage: ['npm run demo           every ending once, side by side, on the running stack or on one of its own'],
  run: async (args) => {
    noArguments(args)
    const manifest = runningManifest()
    return manifest ? playAll(manifest) : playOnOwnStack()
  },
}

async function playOnOwnStack(): Promise<number> {
  const session = await openSession()
  try {
    sayBanner(session.stack.manifest)
    return await unlessInterrupted(session.interrupts, playAll(session.stack.manifest))
  } finally {
    await session.stop()
  }
}
