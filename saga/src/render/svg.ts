/** The few shapes that the pictures are made of. Colours come from the classes. */

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly radius: number
}

export const rect = (kind: string, { x, y, width, height, radius }: Rectangle): string =>
  `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`

export const line = (kind: string, x1: number, y1: number, x2: number, y2: number): string =>
  `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`

export const circle = (kind: string, x: number, y: number, radius: number): string =>
  `<circle class="${kind}" cx="${x}" cy="${y}" r="${radius}"/>`

export const path = (kind: string, d: string): string => `<path class="${kind}" d="${d}"/>`

/** A line of text; its class says where it is anchored. `said` contains no markup. */
export const text = (kind: string, x: number, y: number, said: string): string =>
  `<text class="${kind}" x="${x}" y="${y}">${said}</text>`
