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
