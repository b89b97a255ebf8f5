import { join } from 'node:path'
import { placeOfLabs } from '@bistro/workshop'
import { findChromium } from '../chromium.ts'
import { say, style } from '../terminal/style.ts'

/** A deck for each agenda of the trainer's. */
export async function slides(): Promise<number> {
  // Only this action needs the renderer and a browser.
  const { writeSlides } = await import('@bistro/workshop/slides')
  const chromium = await findChromium()
  for (const file of await writeSlides({ into: join(placeOfLabs(), 'slides'), chromium })) say(file)
  if (!chromium)
    say(style.dim('No PDF: there is no Chromium or Chrome. With one: BISTRO_CHROMIUM=PROGRAM npm run lab -- slides'))
  return 0
}
