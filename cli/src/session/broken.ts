import { readFaults } from '@bistro/client'
import type { Manifest } from '@bistro/client/manifest'
import { say, style } from '../terminal/style.ts'

/** Says what is broken on purpose. @returns whether anything may be */
export async function sayBroken(manifest: Manifest): Promise<boolean> {
  const breakable = await readFaults(manifest)
  for (const { service, broken } of breakable)
    if (broken.length > 0) say(style.yellow(`BROKEN ON PURPOSE: ${service}: ${broken.join(', ')}`))
  return breakable.length > 0
}
