import type { Timer } from './clock.ts'
import { REGISTRY } from './learning.ts'
import type { Parts } from './parts.ts'

/** Pause after a comparison without differences. */
const AGREED_MS = 300_000
/** Pause after differences, or if the registry did not respond. */
const TROUBLED_MS = 10_000
const MAX_TOLD = 3

/**
 * Compares the registry with this program periodically, in the background: the service needs
 * no registry to start or to work. Each set of differences is logged once.
 * @returns a function that ends it
 */
export function watchRegistry({
  codec,
  health,
  logger,
  meter,
  clock,
}: Pick<Parts, 'codec' | 'health' | 'logger' | 'meter' | 'clock'>): () => void {
  let told = ''
  let timer: Timer | undefined
  let isOver = false

  async function look(): Promise<boolean> {
    try {
      const differences = await codec.compare()
      meter.registryDiffers(differences.length)
      const text = summaryOf(differences)
      if (text !== told && text !== '')
        logger.error({ differences }, `the schema registry differs from this program: ${text}`)
      told = text
      if (text === '') health.recovered(REGISTRY)
      else health.failed(REGISTRY, text, 'others')
      return text === ''
    } catch (error) {
      health.failed(REGISTRY, (error as Error).message, 'others')
      return false
    }
  }

  async function turn(): Promise<void> {
    const isAgreed = await look()
    if (!isOver) timer = clock.after(isAgreed ? AGREED_MS : TROUBLED_MS, turn)
  }

  void turn()
  return () => {
    isOver = true
    timer?.cancel()
  }
}

function summaryOf(differences: readonly string[]): string {
  const more = differences.length - MAX_TOLD
  return [...differences.slice(0, MAX_TOLD), ...(more > 0 ? [`${more} more differ.`] : [])].join(' ')
}
