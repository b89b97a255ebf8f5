import { type HostedStack, type HostedStackOptions, startHostedStack } from '../support/hosted-stack.ts'

/** Measures on a stack of its own and removes it. */
export async function onOwnStack(
  measure: (stack: HostedStack) => Promise<void>,
  options: HostedStackOptions = {},
): Promise<void> {
  const stack = await startHostedStack(options)
  try {
    await measure(stack)
  } finally {
    await stack.stop()
  }
}
