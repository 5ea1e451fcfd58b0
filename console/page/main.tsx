import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app.tsx';
import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './style/parts.css';
import './style/runs.css';
import './style/upload.css';
import './style/query.css';
import './style/chart.css';
import './style/sites.css';
import { takeToken } from './token.ts';

// The page's policy lets nobody make code of text, which zod would try for speed.
z.config({ jitless: true });
takeToken();
// The address of a console that was started anew, opened where an older one was shown: only what is behind # differs.
window.addEventListener('hashchange', () => takeToken() && window.location.reload());
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
