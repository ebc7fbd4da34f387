/**
 * What the document promises and no request from outside can show, each with the reason. The report prints
 * these lines, so that a green run does not claim more than it has seen.
 */
export const notChecked: readonly { readonly promise: string; readonly because: string }[] = [
  {
    promise: 'A challenge, a code and a session end at the time that they name.',
    because: 'the checks do not wait for minutes and cannot set the clock of the route',
  },
  {
    promise: '`subject` is a pseudonym that says nothing about the user.',
    because: 'the value does not show what it was made from',
  },
  {
    promise: 'An unknown address causes the same work as a known one.',
    because: 'only the time that it takes can be seen, and that is compared',
  },
  {
    promise: 'The upstream’s own logout is called at a sign-out.',
    because: 'the checks do not see what the route sends to the upstream',
  },
  {
    promise: 'A store or an upstream that is down is answered by 503, 502 or 504.',
    because: 'the checks cannot stop what stands behind the route',
  },
  {
    promise: 'What concerns an account needs a sign-in within the last five minutes.',
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
    promise: 'A body that comes too slowly is answered by 408.',
    because: 'the time is the route’s to choose',
  },
]
