/**
 * Animates the height of an element when its content changes. The animation takes `--kit-duration-normal`,
 * which is 0 with reduced motion.
 *
 * @returns a function that stops this.
 */
export function smoothHeight(element: HTMLElement): () => void {
  // Tests in Node have neither of these APIs.
  if (!('ResizeObserver' in globalThis && 'animate' in element)) return () => {}
  let shown = element.offsetHeight
  let animation: Animation | undefined
  // Remembers the size that was painted last. A mutation is reported before the next paint, so the old size is
  // still known then.
  const sizes = new ResizeObserver(() => {
    shown = element.offsetHeight
  })
  const changes = new MutationObserver(() => {
    const from = shown
    animation?.cancel()
    const to = element.offsetHeight
    const style = getComputedStyle(element)
    const duration = readMs(style.getPropertyValue('--kit-duration-normal'))
    if (from === to || from === 0 || !(duration > 0)) return
    const frames = [from, to].map((px) => ({ blockSize: `${px}px`, overflow: 'clip' }))
    animation = element.animate(frames, {
      duration,
      easing: style.getPropertyValue('--kit-easing') || 'ease',
    })
  })
  sizes.observe(element)
  changes.observe(element, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  })
  return () => {
    sizes.disconnect()
    changes.disconnect()
    animation?.cancel()
  }
}

function readMs(time: string): number {
  return Number.parseFloat(time) * (/\ds$/.test(time.trim()) ? 1000 : 1)
}
