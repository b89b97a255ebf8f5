import { join, resolve } from 'node:path'
import { ROOT } from '@bistro/stack/paths'

/** Of all labs, in the clone. */
export const LABS = join(ROOT, 'workshop', 'labs')

/** Where learners work: the folder named by BISTRO_LABS_DIR, relative to the clone. */
export const placeOfLabs = (text = process.env.BISTRO_LABS_DIR): string => resolve(ROOT, text || '.bistro-labs')

/** Where the things of one copy are. */
export interface CopyPaths {
  readonly root: string
  /** Of its stack. */
  readonly data: string
  /** What the runner knows of the copy: nothing of it is the product's. */
  readonly own: string
  readonly record: string
  /** What the host of its stack prints. */
  readonly log: string
  readonly verifyLock: string
}

export const OWN_FOLDER = '.bistro-lab'

export function copyPaths(root: string): CopyPaths {
  const own = join(root, OWN_FOLDER)
  return {
    root,
    data: join(root, '.bistro'),
    own,
    record: join(own, 'copy.json'),
    log: join(own, 'stack.log'),
    verifyLock: join(own, 'verify.lock'),
  }
}
