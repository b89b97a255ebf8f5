import type { Clock, Timer } from './clock.ts'

/** What `work` ends with, or what `late` says when it takes longer; it goes on then, and nobody looks. */
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
