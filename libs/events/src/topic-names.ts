import { type Owner, owners } from './owners.ts'

type Topics = { readonly [O in Owner]: `bistro.${O}.v1` }

/** Where each service publishes; it alone may write there. */
export const topics = Object.fromEntries(owners.map((owner) => [owner, `bistro.${owner}.v1`])) as Topics

/** A topic of an owner: the first one, or one of those that came after it. */
export const topicOf = (owner: string, edition: number): string => `bistro.${owner}.v${edition}`
