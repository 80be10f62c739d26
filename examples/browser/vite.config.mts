// Makes the development server of Vite look like a portal to which the user is signed in.
import type { UserConfig } from 'vite';

const { DOCSPACE_BASE_URL = 'http://localhost:8092', DOCSPACE_API_KEY = '' } = process.env;

const config: UserConfig = {
  server: {
    // Requests go on to the emulator, or to the portal of the variable. DOCSPACE_API_KEY must then be a session token: a
    // cookie cannot hold an API key.
    proxy: { '/api': DOCSPACE_BASE_URL },
    // The cookie that a portal sets at the sign-in.
    headers: { 'Set-Cookie': `asc_auth_key=${DOCSPACE_API_KEY}; HttpOnly; SameSite=Strict; Path=/` },
  },
};

export default config;
