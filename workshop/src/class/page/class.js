// Asks every two seconds who is in the class, as long as somebody looks at the page.

const PAUSE_MS = 2_000
const MINUTE_S = 60
const CLASS_OF = { right: 'right', wrong: 'wrong', 'could not check': 'unknown' }

const part = (id) => document.getElementById(id)
const key = decodeURIComponent(location.hash.slice(1))

async function show() {
  if (document.hidden) return
  try {
    const response = await fetch('/learners', { headers: { authorization: `Bearer ${key}` } })
    if (response.status === 401)
      return say('This address lacks the key of the class: open the one that the command has printed.')
    const { items } = await response.json()
    say(summaryOf(items))
    part('empty').hidden = items.length > 0
    part('rows').replaceChildren(...items.map(rowOf))
  } catch {
    say('The class page does not answer. Is npm run lab -- class still running?')
  }
}

function say(text) {
  if (part('summary').textContent !== text) part('summary').textContent = text
}

function summaryOf(items) {
  const right = items.filter(({ result }) => result === 'right').length
  const wrong = items.filter(({ result }) => result === 'wrong').length
  return `${counted(items.length, 'learner')}. Of the labs that they work on, ${right} are done, and ${wrong} had something wrong at the last check.`
}

const counted = (count, what) => `${count} ${what}${count === 1 ? '' : 's'}`

function rowOf({ name, lab, title, seconds, hints, result, done, seenSecondsAgo }) {
  const row = document.createElement('tr')
  const head = cell('th', name)
  head.scope = 'row'
  row.append(
    head,
    cell('td', `${lab} ${title}`),
    cell('td', String(Math.floor(seconds / MINUTE_S)), 'number'),
    cell('td', `${hints} of 3`, 'number'),
    cell('td', result === 'begun' ? 'not checked yet' : result, CLASS_OF[result]),
    cell('td', String(done), 'number'),
    cell('td', seenSecondsAgo < MINUTE_S ? 'now' : `${Math.floor(seenSecondsAgo / MINUTE_S)} min ago`, 'number'),
  )
  return row
}

function cell(kind, text, className = '') {
  const made = document.createElement(kind)
  made.textContent = text
  made.className = className
  return made
}

addEventListener('hashchange', () => location.reload())
document.addEventListener('visibilitychange', show)
setInterval(show, PAUSE_MS)
show()
