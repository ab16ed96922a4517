/** What viewers of a VNC or SPICE display have to do with a monitor: its console is a picture to them. */
import * as l10n from '@vscode/l10n';
import {
  type Display,
  type DisplayedMonitor,
  displayedMonitors,
} from '../../qemu/display/display.ts';
import { type Listener, widest } from '../../qemu/display/listener.ts';
import type { Machine, Monitor } from '../../qemu/machine/machine.ts';
import type { Audience } from '../../qemu/reach/audience.ts';
import type { Evidence } from '../../qemu/reach/evidence.ts';
import type { Reach } from '../../qemu/reach/reach.ts';

/** A display that others than the one who runs QEMU can open, and that shows a monitor. */
export interface Showing {
  readonly shown: DisplayedMonitor;
  readonly listener: Listener;
}

/** The display that shows a monitor to others; undefined for most, which are on no console. */
export function showingOf(machine: Machine, monitor: Monitor, reach: Reach): Showing | undefined {
  if (!('chardev' in reach) || reach.chardev.backend.kind !== 'other') return undefined;
  const { name } = reach.chardev.backend;
  if (name !== 'vc' && name !== 'spiceport') return undefined;
  const shown = displayedMonitors(machine).find((one) => one.monitor === monitor);
  const listener = shown && widest(shown.display.listeners);
  return shown && listener && listener.who !== 'user' ? { shown, listener } : undefined;
}

/** Who can open the monitor by the display; undefined where they are asked who they are, or may be. */
export function audienceBy({ shown, listener }: Showing): Audience | undefined {
  const { certain, display } = shown;
  return certain && display.authentication === 'none' ? listener.who : undefined;
}

/** How that comes, at the text that decides who can open the display. */
export function evidenceBy({ shown, listener }: Showing): Evidence {
  const name = NAMES[shown.display.protocol];
  const message = shown.certain
    ? viewersWords(name, shown.display.authentication)
    : l10n.t('Viewers of the {0} display may be able to open it', name);
  return { message, at: listener.at };
}

const NAMES = { vnc: 'VNC', spice: 'SPICE' } as const;

function viewersWords(name: string, authentication: Display['authentication']): string {
  switch (authentication) {
    case 'none':
      return l10n.t('Viewers of the {0} display can open it, and nobody asks who they are', name);
    case 'unknown':
      return l10n.t('Viewers of the {0} display can open it, whatever they are asked', name);
    case 'password':
      return l10n.t('Viewers of the {0} display can open it, if they have its password', name);
    case 'sasl':
      return l10n.t('Viewers of the {0} display can open it, if they have a login', name);
    case 'tls':
      return l10n.t('Viewers of the {0} display can open it, if they have a certificate', name);
  }
}
