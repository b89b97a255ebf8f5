import { join } from 'node:path'
import { allLabs, copyPaths, type LabProgress, ProgressFile, placeOfLabs, stateOfStack } from '@bistro/workshop'
import { say, style } from '../terminal/style.ts'
import { renderTable } from '../terminal/table.ts'

/** All labs, and how far this learner has come. */
export async function list(): Promise<number> {
  const place = placeOfLabs()
  const { labs, current } = new ProgressFile(place).read()
  const found = await allLabs()
  const rows = found.map(({ name, lab }) => [
    String(lab.number),
    lab.title,
    String(lab.minutes),
    progressText(labs[name] ?? {}),
    name === current && stateOfStack(copyPaths(join(place, name))) === 'running' ? 'running' : '',
  ])
  const right = (title: string) => ({ title, align: 'right' as const })
  const columns = [right('lab'), { title: 'title' }, right('minutes'), { title: 'you' }, { title: 'stack' }]
  for (const line of renderTable(columns, rows)) say(line)
  say(style.dim(`\nYour copies are in ${place}. To begin: npm run lab -- start 1`))
  return 0
}

function progressText({ doneAt, startedAt, hints = 0, taken = [] }: LabProgress): string {
  if (startedAt === undefined) return '-'
  const help = [
    ...(hints > 0 ? [`${hints} ${hints === 1 ? 'hint' : 'hints'}`] : []),
    ...(taken.length > 0 ? ['files of the solution'] : []),
  ]
  return [doneAt === undefined ? 'begun' : 'done', ...help].join(', ')
}
