const PATHS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  undo: 'M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H6',
  cross: 'M4 4l8 8M12 4l-8 8',
  ban: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8ZM3.7 3.7l8.6 8.6',
  alarm: 'M8 2 14.6 13.6H1.4ZM8 6.4v3.4M8 11.6v.2',
  clock: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8ZM8 4.6V8l2.4 1.6',
  dots: 'M3.2 8h.1M8 8h.1M12.8 8h.1',
  play: 'M4.5 2.8v10.4L13 8Z',
  outside: 'M6 3H3v10h10v-3M9 2.5h4.5V7M13.2 2.8 7.5 8.5',
  parked: 'M4 14V2h4.5a3.4 3.4 0 0 1 0 6.8H4',
  link: 'M6.5 9.5 9.5 6.5M7 4.5l1.4-1.4a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.4 1.4a3.2 3.2 0 0 1-4.5-4.5L4.5 7',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.3 10.3 14 14',
  sun: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z',
  screen: 'M1.5 2.5h13v8.5h-13zM5.5 14h5M8 11v3',
  key: 'M5 7.5a3 3 0 1 1 0 .1ZM8 7.5h6.5v2.5M12 7.5v2',
  bolt: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8Z',
  event: 'M8 3.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z',
  minus: 'M3.5 8h9',
  stop: 'M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5ZM5.2 8h5.6',
  question: 'M5.5 6a2.5 2.5 0 1 1 3.7 2.2C8.4 8.7 8 9.2 8 10M8 12.2v.2',
} as const

export type IconName = keyof typeof PATHS

/** Decoration: the words beside it say the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
