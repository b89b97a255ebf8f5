import { dirname, join } from 'node:path'
import { readIfThere } from '@bistro/stack'
import { ROOT } from '@bistro/stack/paths'
import { runInForeground } from '../foreground.ts'

const RECORD = join(ROOT, '.bistro-lab', 'copy.json')

/** In the copy of a lab, the clone does the work: it has the labs and judges them. @returns its exit status; undefined in the clone */
export async function runInClone(args: readonly string[]): Promise<number | undefined> {
  const text = readIfThere(RECORD)
  if (text === undefined) return undefined
  const { clone } = JSON.parse(text) as { readonly clone: string }
  process.env.BISTRO_LABS_DIR = dirname(ROOT)
  return runInForeground(process.execPath, [join(clone, 'cli', 'src', 'main.ts'), 'lab', ...args])
}
