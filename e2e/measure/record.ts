import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drawingOf } from './recording/drawing.ts'
import { Screen } from './recording/screen.ts'

// Runs `npm start` in a terminal of its own (script, of util-linux), writes down what appears and when, and draws it.
const ROOT = join(import.meta.dirname, '..', '..')
const FILE = join(ROOT, 'docs', 'start.svg')
const TITLE = 'npm start: everything starts, one reservation is made, and its saga runs to its end'
const [WHOLE, LAST_WORDS] = ['stty cols 120 rows 50; npm start', /npm run stack -- kill[^\n]*\n/]
const CTRL_C = '\u0003'

const data = mkdtempSync(join(tmpdir(), 'bistro-recording-'))
const terminal = spawn('script', ['--quiet', '--flush', '--echo', 'never', '--command', WHOLE, '/dev/null'], {
  cwd: ROOT,
  env: { ...process.env, BISTRO_DATA_DIR: data, npm_config_update_notifier: 'false' },
  stdio: ['pipe', 'pipe', 'inherit'],
})
const screen = new Screen()
const startedMs = performance.now()
screen.write('\u001b[32m$\u001b[39m npm start\n', 0)
let said = ''
terminal.stdout.setEncoding('utf8').on('data', (chunk: string) => {
  if (LAST_WORDS.test(said)) return
  said += chunk
  screen.write(chunk, performance.now() - startedMs)
  if (LAST_WORDS.test(said)) terminal.stdin.write(CTRL_C)
})
await once(terminal, 'exit')
rmSync(data, { recursive: true, force: true })
if (LAST_WORDS.test(said)) writeFileSync(FILE, drawingOf(screen.lines, TITLE))
else {
  console.error(`The saga did not end; nothing was recorded. It said:\n${said}`)
  process.exitCode = 1
}
