/** The events that matter in each status, and the status to which each leads. */
export type Transitions<status extends string, type extends string> = Readonly<
  Record<status, Partial<Record<type, status>>>
>

/**
 * Returns the next state of a login by its table. Pure. An event that does not fit the status changes nothing
 * and returns the same state object.
 */
export function transition<
  status extends string,
  type extends string,
  error,
  session,
  state extends { status: status; error: error | undefined; session: session | undefined },
>(
  transitions: Transitions<status, type>,
  state: state,
  event: { type: type; error?: error; session?: session },
): { status: status; error: error | undefined; session: session | undefined } | state {
  const moves = transitions[state.status]
  // Inherited properties do not count. Otherwise an event of the type `constructor` would find one.
  const status = Object.hasOwn(moves, event.type) ? moves[event.type] : undefined
  if (status === undefined) return state
  return { status, error: event.error, session: event.session }
}
