import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { StackError } from '@bistro/client/errors'

/** `npm run generate` in a copy. @throws StackError with what it said */
export async function generateIn(root: string): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [join(root, 'cli', 'src', 'main.ts'), 'generate'], { cwd: root })
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string }
    throw new StackError(`npm run generate failed:\n${stdout}${stderr}`, `cd ${root} && npm run generate`, { cause })
  }
}
