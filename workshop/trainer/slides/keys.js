const slides = [...document.querySelectorAll('svg[data-marpit-svg]')]
const here = () => Math.round(scrollY / innerHeight)
const show = (index) => slides[Math.max(0, Math.min(slides.length - 1, index))].scrollIntoView()
const keys = {
  ArrowRight: () => here() + 1,
  ArrowDown: () => here() + 1,
  PageDown: () => here() + 1,
  ' ': () => here() + 1,
  ArrowLeft: () => here() - 1,
  ArrowUp: () => here() - 1,
  PageUp: () => here() - 1,
  Home: () => 0,
  End: () => slides.length - 1,
}
addEventListener('keydown', (event) => {
  const target = keys[event.key]
  if (!target || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  show(target())
})
