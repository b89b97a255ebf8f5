import { FAST_WORLD } from '@bistro/stack'

/** For a stack of a test's own that nobody looks at: without gateway, and the audits that it makes. */
export const WITHOUT_CONSOLE = { ...FAST_WORLD, BISTRO_CONSOLE: 'off' }
