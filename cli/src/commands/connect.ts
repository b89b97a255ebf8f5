import type { Command } from '../cli.ts'
import { connectSections } from '../connect/sections.ts'
import { findTools } from '../connect/tools.ts'
import { needManifest } from '../session/manifest.ts'
import { noArguments } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'

export const command: Command = {
  usage: [
    'npm run connect        ready-to-paste commands against the running stack, for the tools that this machine has',
  ],
  example: 'npm run connect',
  run: async (args) => {
    noArguments(args)
    const manifest = needManifest()
    for (const { title, lines } of connectSections(manifest, await findTools(manifest))) {
      say(style.bold(`# ${title}`))
      for (const line of lines) say(line.startsWith('#') ? style.dim(line) : line)
      say()
    }
    say(style.dim('Passwords are those of this data directory alone. The same for programs: stack.json in it.'))
    return 0
  },
}
