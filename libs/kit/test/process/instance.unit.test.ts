import { expect, test } from 'vitest'
import { instanceName } from '../../src/process/instance.ts'

test('a process has a name that it keeps over a restart, in characters that Kafka takes', () => {
  expect(instanceName('payment', 4004, 'kitchen.example')).toBe('payment-kitchen.example-4004')
  expect(instanceName('payment', 4004, 'chef’s laptop')).toBe('payment-chef_s_laptop-4004')
})

test('with a port of the system’s choice no two starts are the same', () => {
  expect(instanceName('payment', 0)).toBeUndefined()
})
