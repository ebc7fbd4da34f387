/**
 * Finds a visible control by its name. This is the source of a function's body, because each driver passes
 * functions in a different way.
 */
export const findControl = `
  const [name] = arguments
  const isVisible = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible'
  const controls = [...document.querySelectorAll('button, a[href], [role=menuitem]')].filter(isVisible)
  const read = (element) => (element.getAttribute('aria-label') ?? element.innerText).trim()
  return controls.find((one) => read(one) === name) ?? controls.find((one) => read(one).startsWith(name)) ?? null`

/** Finds a field by its label. This is the source of a function's body. */
export const findField = `
  const [label] = arguments
  const labels = [...document.querySelectorAll('label')]
  return labels.find((one) => one.innerText.trim().startsWith(label))?.control ?? null`

/** Adds a temporary field, from which a text can be copied with the keyboard. */
export const addScratch = `
  const scratch = document.createElement('textarea')
  scratch.value = arguments[0]
  document.body.append(scratch)
  return scratch`

export const removeScratch = `document.querySelector('body > textarea').remove()`
