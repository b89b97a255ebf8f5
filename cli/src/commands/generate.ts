import { join } from 'node:path'
import { ROOT } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { runInForeground } from '../foreground.ts'
import { onlyFlags } from '../terminal/arguments.ts'

const RELEASE_FLAG = '--release'

export const command: Command = {
  usage: ['npm run generate          generates types, documents and pictures from schemas and services'],
  options: [[RELEASE_FLAG, 'releases new OpenAPI documents of the services (default: keeps the released ones)']],
  example: 'npm run generate',
  run: async (args) => {
    const rest = onlyFlags(args, [RELEASE_FLAG])[RELEASE_FLAG] ? [RELEASE_FLAG] : []
    for (const [room, ...given] of [
      ['libs/events/src'],
      ['bench/src'],
      ['saga/src', ...rest],
      ['apps/gateway/src/document'],
      ['infra/src/compose'],
    ] as const) {
      const status = await runInForeground(process.execPath, [join(ROOT, room, 'generate.ts'), ...given])
      if (status !== 0) return status
    }
    return 0
  },
}
