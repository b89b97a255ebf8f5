/** What `work` ends with, or what `late` says when it takes longer; it goes on then, and nobody looks. */
export async function within<T>(ms: number, work: Promise<T>, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<T>((resolve, reject) => {
    timer = setTimeout(() => {
      work.catch(() => undefined)
      try {
        resolve(late())
      } catch (error) {
        reject(error)
      }
    }, ms)
  })
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer))
}
