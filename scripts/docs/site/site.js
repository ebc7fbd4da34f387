const { base } = document.currentScript.dataset
const index = globalThis.MiniSearch.loadJSON(globalThis.searchIndex, {
  fields: ['title', 'text', 'names'],
})
const field = document.querySelector('input[type=search]')
const list = document.querySelector('.found')

field.addEventListener('input', () => {
  const found = index.search(field.value, {
    prefix: true,
    fuzzy: 0.15,
    boost: { title: 4, names: 3 },
    combineWith: 'AND',
    boostDocument: weigh,
  })
  list.replaceChildren(
    ...found.slice(0, 10).map(({ id, title, page }) => {
      const link = Object.assign(document.createElement('a'), { href: base + id })
      const place = Object.assign(document.createElement('small'), { textContent: page })
      link.append(title, place)
      const item = document.createElement('li')
      item.append(link)
      return item
    }),
  )
})

/** Pages that explain come first in the results; lists of tests, decisions and pictures come after them. */
function weigh(id) {
  if (
    /^(?:claims|threats|upstream-contracts|sign-in-pains|code-field|benchmarks|dependencies|decisions)\b/.test(
      id,
    )
  )
    return 0.2
  return /^components\/|^reference\/server-upstreams/.test(id) ? 0.5 : 1
}

// "/" focuses the search, unless the user types it into a field.
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.closest('input, textarea, [contenteditable]')) return
  event.preventDefault()
  field.focus()
})
field.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') list.replaceChildren()
  if (event.key === 'Enter') list.querySelector('a')?.click()
})
list.addEventListener('click', () => list.replaceChildren())

for (const figure of document.querySelectorAll('figure.code')) {
  const button = Object.assign(document.createElement('button'), {
    type: 'button',
    textContent: 'Copy',
  })
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(figure.querySelector('code').textContent)
    button.textContent = 'Copied'
    setTimeout(() => {
      button.textContent = 'Copy'
    }, 2000)
  })
  figure.append(button)
}

/** A state that is clicked appears in the preview at the top of the page. */
for (const link of document.querySelectorAll('a[target="preview"]'))
  link.addEventListener('click', () => document.querySelector('iframe').scrollIntoView())

/* Tabs: the script turns panels that are below each other into tabs, and remembers the choice by their name. */
for (const [group, tabs] of document.querySelectorAll('.tabs').entries()) {
  const panels = [...tabs.querySelectorAll('section')]
  const list = document.createElement('div')
  list.role = 'tablist'
  list.ariaLabel = tabs.dataset.name
  const buttons = panels.map((panel, at) => {
    const label = panel.querySelector('.label')
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      role: 'tab',
      id: `tab-${group}-${at}`,
      textContent: label.textContent,
    })
    panel.id = `panel-${group}-${at}`
    button.setAttribute('aria-controls', panel.id)
    panel.role = 'tabpanel'
    panel.tabIndex = 0
    panel.setAttribute('aria-labelledby', button.id)
    label.remove()
    button.addEventListener('click', () => choose(tabs.dataset.name, button.textContent, button))
    return button
  })
  list.append(...buttons)
  list.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement)
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key]
    if (at === -1 || next === undefined) return
    event.preventDefault()
    const button = buttons.at(next % buttons.length)
    button.focus()
    button.click()
  })
  tabs.prepend(list)
  select(tabs, readChoice(tabs.dataset.name) ?? buttons[0].textContent)
}

/** Selects a panel in all tabs of a name, without moving the tabs that were clicked on the screen. */
function choose(name, label, button) {
  const { top } = button.getBoundingClientRect()
  for (const tabs of document.querySelectorAll('.tabs'))
    if (tabs.dataset.name === name) select(tabs, label)
  scrollBy(0, button.getBoundingClientRect().top - top)
  try {
    localStorage.setItem(`tabs: ${name}`, label)
  } catch {
    // The browser blocks the storage. The choice then lasts until the next page.
  }
}

function readChoice(name) {
  try {
    return localStorage.getItem(`tabs: ${name}`) ?? undefined
  } catch {
    return undefined
  }
}

function select(tabs, label) {
  const buttons = [...tabs.querySelectorAll('[role=tab]')]
  const at = buttons.findIndex(({ textContent }) => textContent === label)
  // These tabs may lack the label that was chosen in others.
  if (at === -1 && tabs.querySelector('[aria-selected=true]')) return
  for (const [index, button] of buttons.entries()) {
    const isSelected = index === Math.max(at, 0)
    button.ariaSelected = String(isSelected)
    button.tabIndex = isSelected ? 0 : -1
    document.getElementById(button.getAttribute('aria-controls')).hidden = !isSelected
  }
}
