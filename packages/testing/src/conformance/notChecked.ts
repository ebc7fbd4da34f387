/**
 * Promises of the document that no request from outside can verify, each with the reason. The report prints
 * these lines, so that a successful run does not claim more than it has checked.
 */
export const notChecked: readonly { readonly promise: string; readonly because: string }[] = [
  {
    promise: 'A challenge, a code and a session end at the time that they name.',
    because: 'the checks do not wait for minutes and cannot set the clock of the route',
  },
  {
    promise: '`subject` is a pseudonym that says nothing about the user.',
    because: 'the value does not show what it was derived from',
  },
  {
    promise: 'An unknown address causes the same work as a known one.',
    because: 'the checks see only the time that it takes, and compare that',
  },
  {
    promise: 'The upstream’s own logout is called at a sign-out.',
    because: 'the checks do not see what the route sends to the upstream',
  },
  {
    promise: 'If a store or an upstream is down, the answer is 503, 502 or 504.',
    because: 'the checks cannot stop the store or the upstream',
  },
  {
    promise: 'Changes to an account need a sign-in within the last five minutes.',
    because: 'the checks do not wait for minutes',
  },
  {
    promise: 'A user neither sees nor ends the sessions of another user.',
    because: 'the checks have one account',
  },
  {
    promise: 'The upstream’s page leads back to a session.',
    because: 'a person signs in on that page',
  },
  {
    promise: 'A body that arrives too slowly is answered with 408.',
    because: 'each route chooses its time limit',
  },
]
