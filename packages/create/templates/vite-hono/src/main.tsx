import { AuthProvider } from '@kit/react'
import '@kit/react/styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { walletConfig } from '../lib/walletConfig.ts'
import { App } from './App.tsx'
import { DevelopmentTools } from './DevelopmentTools.tsx'
import './main.css'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root".')
createRoot(root).render(
  <StrictMode>
    <AuthProvider config={walletConfig}>
      <App />
    </AuthProvider>
    <DevelopmentTools />
  </StrictMode>,
)
