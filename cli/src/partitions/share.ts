const PERCENT = 100

/** 0 to 1 as `50.0 %`. */
export const percent = (share: number): string => `${(share * PERCENT).toFixed(1)} %`
