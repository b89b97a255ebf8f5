import { Counter, Gauge, type Registry } from 'prom-client'
import type { FaultPlan, PortFault } from '../../faults/index.ts'

export interface FaultGauges {
  broken(plan: FaultPlan): void
  injected(fault: PortFault): void
}

export function faultGauges(registry: Registry): FaultGauges {
  const registers = [registry]
  const broken = new Gauge({
    name: 'bistro_broken_on_purpose',
    help: 'What is broken on purpose: a fault, or a safety net that is out',
    labelNames: ['name'],
    registers,
  })
  const injected = new Counter({
    name: 'bistro_injected_faults_total',
    help: 'Faults injected on purpose',
    labelNames: ['name'],
    registers,
  })
  return {
    broken: ({ faults, withoutSafetyNets }) => {
      broken.reset()
      for (const name of [...faults.map((fault) => fault.name), ...withoutSafetyNets]) broken.set({ name }, 1)
    },
    injected: (name) => injected.inc({ name }),
  }
}
