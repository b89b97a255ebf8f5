const PROBE_TIMEOUT_MS = 2000

/** Whether a GET is answered with 2xx; throws where nothing answers. */
export async function respondsOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
  await response.body?.cancel()
  return response.ok
}
