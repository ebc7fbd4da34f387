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
