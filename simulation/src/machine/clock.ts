import type { Clock } from '@bistro/kit/runtime'
import type { Agenda } from './agenda.ts'

/** The agenda as the runtime's clock. @param isOver whether the clock's process is dead: its timers do not fire any more */
export function clockOf(agenda: Agenda, isOver: () => boolean = () => false): Clock {
  const living = (run: () => void) => () => {
    if (!isOver()) run()
  }
  return {
    now: () => agenda.nowMs,
    monotonic: () => agenda.nowMs,
    after: (ms, run) => agenda.timer(ms, living(run)),
    next: (run) => void agenda.timer(0, living(run)),
    every: (ms, run) => {
      const again = (): void => {
        if (isOver()) return
        timer = agenda.timer(ms, again)
        run()
      }
      let timer = agenda.timer(ms, again)
      return { cancel: () => timer.cancel() }
    },
  }
}
