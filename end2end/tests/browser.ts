// Which Chromium reads the pages, and how it starts.
const { env } = process;

const ARGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** The whole browser: what stands outside of pages, as a site's messages do, is there in no other. */
export const WHOLE = { executablePath: env.ORINOCO_CHROMIUM ?? '/usr/bin/chromium', args: ARGS };

/** The same engine without windows around its pages: a new visitor in a third of the time. */
export const WITHOUT_WINDOWS = { ...WHOLE, executablePath: env.ORINOCO_HEADLESS ?? WHOLE.executablePath };
