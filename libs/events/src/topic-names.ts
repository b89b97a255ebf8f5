import { type Owner, owners } from './owners.ts'

type Topics = { readonly [O in Owner]: `bistro.${O}.v1` }

/** The topic of each service; only the service may write to it. */
export const topics = Object.fromEntries(owners.map((owner) => [owner, `bistro.${owner}.v1`])) as Topics

/** A topic of an owner, by its version. */
export const topicOf = (owner: string, edition: number): string => `bistro.${owner}.v${edition}`
