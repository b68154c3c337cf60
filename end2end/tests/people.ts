// Who is in the demo shop, and where their cookies are kept.
import { fileURLToPath } from 'node:url';

/** The accounts that `orinoco serve --demo` makes. */
export const PEOPLE = {
  buyer: 'ada@shopper.example',
  seller: 'lucia@guayabo.example',
  otherSeller: 'tomas@paramo.example',
  operator: 'operator@orinoco.example',
} as const;

export type Role = keyof typeof PEOPLE;

export function authFile(role: Role | string): string {
  return fileURLToPath(new URL(`../.auth/${role}.json`, import.meta.url));
}
