import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { setBatchScheduling } from '../src/process/scheduling.ts'

const BATCH = 3
const POLICY_FIELD = 38

/** Asked of /proc, in the child's own words: field 41 of proc_pid_stat(5). */
const policyOfChild = (): number => {
  const stat = execFileSync('cat', ['/proc/self/stat'], { encoding: 'latin1' })
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[POLICY_FIELD])
}

const hasChrt = (): boolean => {
  try {
    execFileSync('chrt', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

it.runIf(process.platform === 'linux' && hasChrt())('hands the policy on to what is started after it', () => {
  setBatchScheduling()
  expect(policyOfChild()).toBe(BATCH)
})

it('leaves a machine without chrt as it is', () => {
  const { PATH } = process.env
  process.env.PATH = '/nowhere'
  try {
    expect(setBatchScheduling).not.toThrow()
  } finally {
    process.env.PATH = PATH
  }
})
