import { toNextRoute } from '@kit/server/mount/next'
import { auth } from '../../../../lib/auth'

export const { GET, POST, PUT, PATCH, DELETE } = toNextRoute(auth)
