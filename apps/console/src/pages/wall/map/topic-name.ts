/** `bistro.order.v1` is `order.v1` where space is scarce: every topic begins the same. */
export const shortTopic = (topic: string): string => topic.replace(/^[^.]+\./, '')
