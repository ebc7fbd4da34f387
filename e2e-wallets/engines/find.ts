/** Finds a visible control by its name. The body of a function, because each driver has its own way to pass functions. */
export const findControl = `
  const [name] = arguments
  const isVisible = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible'
  const controls = [...document.querySelectorAll('button, a[href], [role=menuitem]')].filter(isVisible)
  const read = (element) => (element.getAttribute('aria-label') ?? element.innerText).trim()
  return controls.find((one) => read(one) === name) ?? controls.find((one) => read(one).startsWith(name)) ?? null`

/** Finds a field by its label. */
export const findField = `
  const [label] = arguments
  const labels = [...document.querySelectorAll('label')]
  return labels.find((one) => one.innerText.trim().startsWith(label))?.control ?? null`

/** Adds a temporary field from which to copy a text by keys. */
export const addScratch = `
  const scratch = document.createElement('textarea')
  scratch.value = arguments[0]
  document.body.append(scratch)
  return scratch`

export const removeScratch = `document.querySelector('body > textarea').remove()`
