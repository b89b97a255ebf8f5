import type { Command } from '../cli.ts'
import { connectSections } from '../connect-sections.ts'
import { findTools } from '../connect-tools.ts'
import { needManifest } from '../session/manifest.ts'
import { noArguments } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'

export const command: Command = {
  usage: ['npm run connect        prints commands to paste, for the running stack and the tools of this machine'],
  example: 'npm run connect',
  run: async (args) => {
    noArguments(args)
    const manifest = needManifest()
    for (const { title, lines } of connectSections(manifest, await findTools(manifest))) {
      say(style.bold(`# ${title}`))
      for (const line of lines) say(line.startsWith('#') ? style.dim(line) : line)
      say()
    }
    say(style.dim('The passwords are valid for this data directory only. Programs find them in its stack.json.'))
    return 0
  },
}
