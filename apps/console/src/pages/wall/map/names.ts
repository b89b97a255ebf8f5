/** `bistro.order.v1` is `order.v1` where space is scarce: every topic begins the same. */
export const shortTopic = (topic: string): string => topic.replace(/^[^.]+\./, '')

/** Where space is scarce, a name goes on in the next line after an underscore or before a dot: a space without width. */
export const breakable = (name: string): string => name.replaceAll('_', '_\u200b').replaceAll('.', '\u200b.')
