import { createServer, type Server } from 'node:http'

/** The part of Bakkt that the measured calls need. It accepts every signature and every code. */
export function startStub(): Server {
  return createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(createAnswer(request.url)))
    })
  })
}

let logins = 0

function createAnswer(path: string | undefined): object {
  if (path?.startsWith('/auth/') !== true) return user
  logins += 1
  const login = { bakkt_session_id: `session-${logins}` }
  // Returns another user each time. If one user had hundreds of sessions, each sign-in would also end the
  // oldest one.
  return path === '/auth/login' ? { ...login, user_uuid: `user-${logins}` } : login
}

const user = {
  status: 'ACTIVE',
  email: 'someone@example.com',
  first_name: 'Some',
  last_name: 'One',
}
