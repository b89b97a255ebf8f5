import type { Clock, Timer } from './clock.ts'

/** The result of `work`, or of `late` if it takes longer than `ms`; `work` then continues unobserved. */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>, late: () => T): Promise<T> {
  let timer: Timer | undefined
  const timeout = new Promise<T>((resolve, reject) => {
    timer = clock.after(ms, () => {
      work.catch(() => undefined)
      try {
        resolve(late())
      } catch (error) {
        reject(error)
      }
    })
  })
  return Promise.race([work, timeout]).finally(() => timer?.cancel())
}
