import type { Command } from '../cli.ts'
import { playAll } from '../demo/play-all.ts'
import { sayBanner } from '../session/banner.ts'
import { withStack } from '../session/session.ts'
import { noArguments } from '../terminal/arguments.ts'
import { STACK_SETTINGS } from '../terminal/help.ts'

export const command: Command = {
  usage: ['npm run demo           plays every ending once, in parallel, on the running stack or on its own'],
  options: STACK_SETTINGS,
  example: 'npm run demo',
  run: async (args) => {
    noArguments(args)
    return withStack((manifest, own) => {
      if (own) sayBanner(manifest)
      return playAll(manifest, { signal: own?.signal })
    })
  },
}
