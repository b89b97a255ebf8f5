import { join } from 'node:path'
import { ROOT } from '@bistro/stack/paths'

const TRAINER = join(ROOT, 'workshop', 'trainer')

export const AGENDAS = join(TRAINER, 'agendas')
/** The topics, the theme and the script of the page. Pictures are named from here. */
export const SLIDES = join(TRAINER, 'slides')
