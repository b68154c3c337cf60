// Signs in each person of the demo shop once; tests start from the cookies kept in `.auth`.
import { mkdirSync } from 'node:fs';
import { type FullConfig, request } from '@playwright/test';
import { PEOPLE, authFile } from './people.ts';

export default async function setup(config: FullConfig) {
  const baseURL = config.projects[0]?.use.baseURL;
  if (!baseURL) throw new Error('no address of the server');
  mkdirSync(new URL('../.auth/', import.meta.url), { recursive: true });
  for (const [role, email] of Object.entries(PEOPLE)) {
    const context = await request.newContext({ baseURL, extraHTTPHeaders: { accept: 'text/html' } });
    const answer = await context.post('/api/identity/sign-in', {
      form: { email, password: process.env.E2E_PASSWORD ?? '', next: '/account' },
    });
    if (!answer.ok() || !answer.url().endsWith('/account')) {
      throw new Error(`${email} could not sign in: ${answer.status()} ${answer.url()}`);
    }
    await context.storageState({ path: authFile(role) });
    await context.dispose();
  }
}
