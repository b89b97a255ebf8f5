/** What somebody else has written, as one line that cannot steer a terminal: no controls, no marks of direction. */
export const sanitize = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '�')
