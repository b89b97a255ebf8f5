import { setTimeout as delay } from 'node:timers/promises'
import { arrange, ORDINARY, readEvents, reserve } from '@bistro/stack'
import { startTemporaryStack } from '../support/fast-stack.ts'
const { stack, remove } = await startTemporaryStack()
const { spawnSync } = await import('node:child_process')
const { writeFileSync } = await import('node:fs')
const G = { ...ORDINARY, seatsOfEvening: 1_000, creditLimitCents: 10_000_000 }
try {
  const fam = (p: number): number[] => [p, ...spawnSync('ps', ['-o', 'pid=', '--ppid', String(p)]).stdout.toString().split('\n').filter(Boolean).flatMap((c) => fam(Number(c)))]
  for (const p of fam(process.pid)) try { writeFileSync(`/proc/${p}/autogroup`, '-19') } catch {}
  const m = stack.manifest
  const reader = await readEvents(m)
  const ev: any[] = []
  reader.subscribe((e) => ev.push(e))
  const gs = await Promise.all(Array.from({ length: 10 }, () => arrange(m, G)))
  const sent = new Map<string, number[]>()
  const warm = Number(process.env.WARM ?? 75), n = Number(process.env.N ?? 75)
  for (let i = 0; i < warm + n; i++) {
    const t = performance.now()
    void reserve(m, gs[i % 10]!, G).then((a) => { if (i >= warm) sent.set(String(a.body.reservationId), [t, performance.now()]) })
    await delay(200)
  }
  await delay(1000)
  const agg = new Map<string, number[]>()
  const add = (k: string, v: number) => agg.set(k, [...(agg.get(k) ?? []), v])
  for (const [id, [t, a]] of sent) { add('POST answered', a! - t!); for (const e of ev) if (e.correlationId === id) add(e.type, e.seenMs - t!) }
  const med = (x: number[]) => x.sort((p, q) => p - q)[x.length >> 1]!
  let last = 0
  for (const [k, v] of [...agg].sort((x, y) => med(x[1]) - med(y[1]))) { console.log(k.padEnd(30), med(v).toFixed(1), '+' + (med(v) - last).toFixed(1)); last = med(v) }
  for (const svc of ['customer','reservation','order','payment','shipping'] as const) {
    const t = await (await fetch(m.services[svc].url + '/metrics')).text()
    const g = (re: RegExp) => Number(re.exec(t)?.[1])
    console.log(svc, 'batches', g(/batch_seconds_count (\S+)/), 'mean ms', (1000 * g(/batch_seconds_sum (\S+)/) / g(/batch_seconds_count (\S+)/)).toFixed(2), 'cpu', g(/process_cpu_seconds_total (\S+)/), (t.match(/batch_seconds_bucket.*/g) ?? []).map((l: string) => l.split(' ')[1]).join(' '), 'loop p50', g(/eventloop_lag_p50_seconds (\S+)/))
  }
  console.log(spawnSync('bash', ['-c', 'ps -eo pid,time,args --sort=-time | grep -E "bistro|postgres|kafka" | cut -c1-150 | head -40']).stdout.toString())
  if (process.env.PAUSE) await delay(Number(process.env.PAUSE))
  await reader.close()
} finally { await remove() }
