// Finds and starts the browser that shows code-server. The browser is the machine's own; nothing
// is downloaded. Its flags keep it from talking to anything but the page.
import { chromium } from 'playwright-core';
import { findProgram, isExecutable } from '../processes.mjs';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const MAC_BROWSERS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium or Chrome, if the machine has one. CHROME_PATH overrules. */
export function findBrowser() {
  const named = process.env.CHROME_PATH;
  if (named) return isExecutable(named) ? named : undefined;
  return (
    findProgram(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) ??
    MAC_BROWSERS.find(isExecutable)
  );
}

/** @param {string} executablePath */
export function startBrowser(executablePath) {
  // Chromium refuses its own sandbox to root, which a container often is.
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: asRoot ? [...FLAGS, '--no-sandbox'] : FLAGS });
}
