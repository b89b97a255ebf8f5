import { isOwner } from '@bistro/events'
import { forEachServiceAtOnce } from '@bistro/services'
import { loadExamples, loadNeeds } from '@bistro/services/contract'

/** How each service makes what it publishes. */
export const examples = await forEachServiceAtOnce(async (name) => (isOwner(name) ? loadExamples(name) : {}))

/** What each service needs of what others publish. */
export const needs = await forEachServiceAtOnce(loadNeeds)
