// After everything: the books must still add up, proved from the raw rows. Then the demo shop is gone.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';

export default function teardown() {
  const { ORINOCO_BIN, E2E_DATA } = process.env;
  if (!ORINOCO_BIN || !E2E_DATA) throw new Error('the run did not say where its data is');
  const ours = (name: string) => name !== 'DATABASE_URL' && !name.startsWith('ORINOCO_');
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => ours(name)));
  try {
    execFileSync(ORINOCO_BIN, ['check', '--data-dir', `${E2E_DATA}/data`], { env: environment, stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
    throw new Error(`orinoco check found something after the journeys:\n${stdout}\n${stderr}`);
  }
  rmSync(E2E_DATA, { recursive: true, force: true });
}
