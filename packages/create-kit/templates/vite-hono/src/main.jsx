import { AuthProvider, SignIn } from '@kit/react'
import '@kit/react/styles.css'
import { createRoot } from 'react-dom/client'

createRoot(document.getElementById('root')).render(
  <AuthProvider>
    <SignIn />
  </AuthProvider>,
)
