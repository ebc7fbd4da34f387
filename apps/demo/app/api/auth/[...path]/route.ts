import { toNextRoute } from '@kit/server/mount/next'
import { auth } from '../../../../lib/auth.ts'

export const { GET, POST, PUT, PATCH, DELETE } = toNextRoute(auth)
