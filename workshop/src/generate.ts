import { StackError } from '@bistro/client/errors'
import { runIn } from './acting.ts'
import { copyPaths } from './places.ts'

/** `npm run generate` in a copy. @throws StackError with what it said */
export async function generateIn(root: string): Promise<void> {
  const { status, output } = await runIn(root, copyPaths(root).data, ['generate'])
  if (status !== 0) throw new StackError(`npm run generate failed:\n${output}`, `cd ${root} && npm run generate`)
}
