import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isOwner, topics } from '@bistro/events'
import { describe, expect, it } from 'vitest'
import { definitionOf, loadApplications } from './definitions.ts'
import { databaseOffset, portOffset, SERVICES } from './registry.ts'

const FOLDERS = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(import.meta.dirname, entry.name, 'package.json')))
  .map(({ name }) => name)
const applications = await loadApplications()

describe('the registry', () => {
  it('lists each folder with a service, and nothing else', () => {
    expect([...SERVICES].sort()).toEqual(FOLDERS)
  })

  it('gives each service ports that nobody else has', () => {
    const ports = SERVICES.flatMap((service) => [portOffset(service), databaseOffset(service)])
    expect(new Set(ports).size).toBe(ports.length)
    for (const service of SERVICES) expect(portOffset(service), service).toBeLessThan(10)
  })

  it.each(SERVICES)('has the name that %s gives itself, and a topic for it where it publishes', (name) => {
    const { service } = definitionOf(applications[name])
    expect([applications[name].name, service.name]).toEqual([name, name])
    expect(service.topic).toBe(isOwner(name) ? topics[name] : undefined)
  })
})
