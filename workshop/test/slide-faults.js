/** In the page: what sticks out of a slide, is cut off, cannot be read, or is not there. */
globalThis.faultsOfSlides = (smallestPx) => [...document.querySelectorAll('section')].flatMap(faultsOf(smallestPx))

/** Below it stands the number of the page. */
const FOOT_PX = 44

const faultsOf = (smallestPx) => (section) => {
  const slide = section.getBoundingClientRect()
  const scale = slide.width / section.offsetWidth
  const isShown = ({ offsetWidth }) => offsetWidth > 0
  return [...section.querySelectorAll('*')].filter(isShown).flatMap((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    const { display, fontSize } = getComputedStyle(element)
    const faults = {
      'sticks out':
        left < slide.left || right > slide.right + 1 || top < slide.top || bottom > slide.bottom - FOOT_PX * scale,
      'is cut off': display !== 'inline' && element.scrollWidth > element.clientWidth + 1,
      'is too small': element.textContent !== '' && Number.parseFloat(fontSize) * scale < smallestPx,
      'is not there': element.naturalWidth === 0,
    }
    return Object.keys(faults)
      .filter((name) => faults[name])
      .map((name) => `slide ${section.id}: ${element.tagName} ${element.textContent.slice(0, 40)} ${name}`)
  })
}
