import { AuthProvider, SignIn } from '@kit/react'
import '@kit/react/styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <AuthProvider>
      <SignIn />
    </AuthProvider>
  </StrictMode>,
)
