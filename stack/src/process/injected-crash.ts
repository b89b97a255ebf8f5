import { INJECTED_CRASH_STATUS } from '@bistro/kit/faults'

const INJECTED = `status ${INJECTED_CRASH_STATUS}`

/** Whether a process has crashed on purpose (BISTRO_FAULTS=on). @param how it ended */
export const isInjectedCrash = (how: string): boolean => how === INJECTED
