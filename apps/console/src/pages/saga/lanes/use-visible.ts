import { type RefObject, useEffect, useState } from 'react'

/** Drawn beyond both edges, so that scrolling shows no gaps. */
const MARGIN = 600
const STEP = 200

export interface Visible {
  /** Of the box. */
  readonly room: number
  readonly from: number
  readonly to: number
}

/** Which part of a wide drawing is worth drawing. It changes in steps, not with every pixel. */
export function useVisible(box: RefObject<HTMLElement | null>): Visible {
  const [visible, setVisible] = useState<Visible>({ room: 1000, from: 0, to: 1000 + MARGIN })
  useEffect(() => {
    const element = box.current!
    const look = () => {
      const left = Math.floor(element.scrollLeft / STEP) * STEP
      const next = { room: element.clientWidth, from: left - MARGIN, to: left + element.clientWidth + MARGIN }
      setVisible((old) => (old.room === next.room && old.from === next.from ? old : next))
    }
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [box])
  return visible
}
