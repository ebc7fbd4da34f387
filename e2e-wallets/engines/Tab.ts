/** A page in one of the engines, with the actions of a user. */
export interface Tab {
  open(url: string): Promise<void>
  /** Waits for the button, link or menu item with this name, and presses it with the mouse. */
  press(name: string): Promise<void>
  /** Waits for the field with this label, presses it with the mouse, and types. `\n` is Enter. */
  type(label: string, text: string): Promise<void>
  /** Like `type`, but pastes the text from the clipboard. */
  paste(label: string, text: string): Promise<void>
  /** Waits until the page shows this text. */
  sees(text: string): Promise<void>
  /** Runs the body of a function, which reads its parameters from `arguments`. */
  run(body: string, ...parameters: unknown[]): Promise<unknown>
  close(): Promise<void>
}
