/**
 * Makes a modal dialog non-modal while other code shows an overlay in the page, such as a wallet's SDK that
 * asks to allow a pop-up. While a dialog is modal, nothing else in the page can be clicked.
 *
 * @returns a function that stops this.
 */
export function yieldToWindows(dialog: HTMLDialogElement): () => void {
  const known = new Set(listWindows(dialog))
  const look = () =>
    setModal(
      dialog,
      listWindows(dialog).every((element) => known.has(element)),
    )
  const observer = new MutationObserver(look)
  // Some SDKs add an overlay when it opens, and others show an existing element.
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter })
  return () => {
    observer.disconnect()
    setModal(dialog, true)
  }
}

const attributeFilter = ['class', 'style', 'open', 'hidden']

/** Returns the visible children of the body, except the one that contains the dialog. */
function listWindows(dialog: HTMLDialogElement): readonly Element[] {
  return [...document.body.children].filter(
    (element) => !element.contains(dialog) && !unseen.has(element.tagName) && isShown(element),
  )
}

function isShown(element: Element): boolean {
  const { display, visibility } = getComputedStyle(element)
  if (display === 'none' || visibility === 'hidden') return false
  // A custom element counts as visible, because its shadow tree cannot be read here.
  if (element.tagName.includes('-')) return true
  return [element, ...element.querySelectorAll('*')].some((one) => {
    const { width, height } = one.getBoundingClientRect()
    return width > 1 && height > 1
  })
}

function setModal(dialog: HTMLDialogElement, isModal: boolean): void {
  if (!dialog.open || dialog.hasAttribute(mark) === !isModal) return
  const root = dialog.getRootNode()
  const focused = root instanceof ShadowRoot ? root.activeElement : document.activeElement
  dialog.close()
  dialog.toggleAttribute(mark, !isModal)
  if (isModal) dialog.showModal()
  else dialog.show()
  if (focused instanceof HTMLElement) focused.focus()
}

const mark = 'data-beside'
const unseen: ReadonlySet<string> = new Set(['SCRIPT', 'STYLE', 'LINK', 'TEMPLATE', 'NOSCRIPT'])
